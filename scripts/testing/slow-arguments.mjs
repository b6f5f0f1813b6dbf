import { parseDurationMs } from '../arguments.mjs';

/**
 * @typedef {object} SlowArguments
 * @property {number} budgetMs
 * @property {string | undefined} only part of the names of the files to run, such as `faults`
 * @property {number} seed of the fault matrix
 * @property {string | undefined} fault part of the names of the faults to bring in
 * @property {number | undefined} times how often each fault is brought in
 * @property {number | undefined} quotes how many of every kind of pool are asked, however long that takes
 */

const DEFAULT_BUDGET = '45m';
export const SLOW_USAGE = `Usage: npm run test:slow -- [options]

  --budget DURATION   what all of it may take (default ${DEFAULT_BUDGET})
  --only NAME         only the files whose names hold NAME: faults, quotes, killedWork, storm, replayLong, …
  --seed N            of the fault matrix and of the quotes (default 1): a failed run names the one that repeats it
  --fault TEXT        only the faults whose names hold TEXT, or one of several: TEXT,TEXT
  --times N           every fault so often, as far as the whole budget goes (default: as the budget has room for)
  --quotes N          so many fuzzed quotes of every kind of pool against its contract, however long that takes: --only quotes --quotes 1000000
`;

/**
 * @param {readonly string[]} args
 * @returns {{ ok: true, value: SlowArguments } | { ok: false, message: string }}
 */
export function parseSlowArguments(args) {
  /** @type {Map<string, string>} */
  const given = new Map();
  for (let index = 0; index < args.length; index += 2) {
    const [name = '', text] = args.slice(index, index + 2);
    if (!['--budget', '--only', '--seed', '--fault', '--times', '--quotes'].includes(name))
      return { ok: false, message: `Unknown argument ${name}.` };
    if (given.has(name)) return { ok: false, message: `${name} is given twice.` };
    if (text === undefined || text === '' || text.startsWith('--'))
      return { ok: false, message: `${name} needs a value.` };
    given.set(name, text);
  }
  const budget = given.get('--budget') ?? DEFAULT_BUDGET;
  const budgetMs = parseDurationMs(budget);
  if (!budgetMs) return { ok: false, message: `--budget needs a duration such as 30m, not "${budget}".` };
  const seed = given.get('--seed') ?? '1';
  if (!/^\d{1,6}$/.test(seed))
    return { ok: false, message: `--seed needs a whole number up to 999999, not "${seed}".` };
  const times = given.get('--times');
  if (times !== undefined && !/^[1-9]\d{0,3}$/.test(times))
    return { ok: false, message: `--times needs a whole number from 1 to 9999, not "${times}".` };
  const quotes = given.get('--quotes');
  if (quotes !== undefined && !/^[1-9]\d{3,8}$/.test(quotes))
    return { ok: false, message: `--quotes needs a whole number from 1000 to 999999999, not "${quotes}".` };
  return {
    ok: true,
    value: {
      budgetMs,
      only: given.get('--only'),
      seed: Number(seed),
      fault: given.get('--fault'),
      times: times === undefined ? undefined : Number(times),
      quotes: quotes === undefined ? undefined : Number(quotes),
    },
  };
}
