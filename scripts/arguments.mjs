/**
 * @typedef {object} StartArguments
 * @property {boolean} help
 * @property {boolean} headless no window, even where there is a display
 * @property {number | undefined} forMs how long to run; until stopped where absent
 * @property {string | undefined} jsonFile where the summary goes
 * @property {string | undefined} reportFolder where the report goes, as JSON, CSV and PDF
 * @property {string | undefined} dataFolder
 * @property {number | undefined} seed of the devnet's crowd, 0 to 2^32 - 1
 * @property {string | undefined} replayFile
 * @property {string | undefined} epoch of the replayed file; the newest where absent
 * @property {number | 'max'} speed of a replay, as a multiple of real time
 * @property {number | undefined} blockTimeMs of the devnet
 * @property {boolean} resume trade again where an earlier run was halted
 * @property {'DEVNET' | 'PAPER'} mode whether orders are sent to the embedded chain, or filled on paper beside it
 * @property {number | undefined} intensity of the devnet's crowd, as a multiple of its usual pace
 */

/**
 * @typedef {{ ok: true, value: StartArguments } | { ok: false, message: string }} ParsedArguments
 */

const SECOND_MS = 1_000;
const UNIT_MS = /** @type {const} */ ({ ms: 1, s: SECOND_MS, m: 60 * SECOND_MS, h: 3_600 * SECOND_MS });
const LEAST_BLOCK_MS = 250;
const MOST_BLOCK_MS = 60_000;
const MOST_SEED = 0xffff_ffff;
const CROWD_LEVELS = /** @type {Readonly<Record<string, number>>} */ ({ quiet: 0.35, normal: 1, busy: 2.5, storm: 6 });
const LEAST_INTENSITY = 0.1;
const MOST_INTENSITY = 10;

export const USAGE = `Usage: npm start -- [options]

  --headless          no window: a status line, then a summary (the way it runs without a display)
  --for DURATION      stop after 30s, 5m or 2h
  --json FILE         write the summary to FILE
  --report DIR        at the end, write the report of the run to DIR as JSON, CSV and PDF
  --data DIR          keep everything under DIR instead of the system's application data
  --seed N            repeat the embedded chain's crowd: a whole number up to ${MOST_SEED}
  --mode MODE         devnet sends orders to the embedded chain; paper fills them beside it and sends nothing
  --resume            trade again where an earlier run was halted (in the window: the Resume button)
  --crowd LEVEL       how much goes on there: quiet, normal, busy, storm, or a multiple of normal such as 1.5
  --block-time TIME   of the embedded chain, ${LEAST_BLOCK_MS}ms to ${MOST_BLOCK_MS / SECOND_MS}s (default 1s)
  --replay FILE       run over a journal (journal.sqlite of a data folder) instead of the embedded chain
  --epoch ID          of the replayed journal (default: its newest)
  --speed X           of a replay: a multiple of real time such as 10, or max (default 1)
  --help              this text
`;

const FLAGS = /** @type {const} */ ({ '--help': 'help', '--headless': 'headless', '--resume': 'resume' });

/**
 * @param {string} name
 * @returns {name is keyof typeof FLAGS}
 */
function isFlag(name) {
  return Object.hasOwn(FLAGS, name);
}

/** @type {Record<string, (text: string) => { ok: true, value: Partial<StartArguments> } | { ok: false, expected: string }>} */
const VALUE_OPTIONS = {
  '--for': (text) =>
    bounded(parseDurationMs(text), 1, Number.MAX_SAFE_INTEGER, 'forMs', 'a duration such as 60s, 5m or 2h'),
  '--json': (text) => nonEmpty(text, 'jsonFile', 'the name of a file'),
  '--report': (text) => nonEmpty(text, 'reportFolder', 'the name of a folder'),
  '--data': (text) => nonEmpty(text, 'dataFolder', 'the name of a folder'),
  '--seed': (text) => bounded(parseWholeNumber(text), 0, MOST_SEED, 'seed', `a whole number from 0 to ${MOST_SEED}`),
  '--crowd': (text) =>
    bounded(
      parseIntensity(text),
      LEAST_INTENSITY,
      MOST_INTENSITY,
      'intensity',
      `quiet, normal, busy, storm, or a number from ${LEAST_INTENSITY} to ${MOST_INTENSITY}`,
    ),
  '--block-time': (text) =>
    bounded(
      parseDurationMs(text),
      LEAST_BLOCK_MS,
      MOST_BLOCK_MS,
      'blockTimeMs',
      `a duration from ${LEAST_BLOCK_MS}ms to 60s`,
    ),
  '--replay': (text) => nonEmpty(text, 'replayFile', 'the name of a file'),
  '--epoch': (text) => nonEmpty(text, 'epoch', 'the name of an epoch'),
  '--speed': (text) => parseSpeed(text),
  '--mode': (text) => parseMode(text),
};

/**
 * Reads the arguments of `npm start`, strictly: what is not understood is an error, nothing is guessed.
 * @param {readonly string[]} args without the program's own name
 * @returns {ParsedArguments}
 */
export function parseStartArguments(args) {
  /** @type {StartArguments} */
  const value = {
    help: false,
    headless: false,
    forMs: undefined,
    jsonFile: undefined,
    reportFolder: undefined,
    dataFolder: undefined,
    seed: undefined,
    replayFile: undefined,
    epoch: undefined,
    speed: 1,
    blockTimeMs: undefined,
    resume: false,
    intensity: undefined,
    mode: 'DEVNET',
  };
  const seen = new Set();
  for (let index = 0; index < args.length; index += 1) {
    const [name, attached] = splitOption(args[index] ?? '');
    if (seen.has(name)) return { ok: false, message: `${name} is given twice.` };
    seen.add(name);
    if (isFlag(name)) {
      if (attached !== undefined) return { ok: false, message: `${name} takes no value.` };
      value[FLAGS[name]] = true;
      continue;
    }
    const read = Object.hasOwn(VALUE_OPTIONS, name) ? VALUE_OPTIONS[name] : undefined;
    if (read === undefined) return { ok: false, message: `Unknown argument ${name}.` };
    if (attached === undefined) index += 1;
    const text = attached ?? args[index];
    const result = text === undefined || isOption(text) ? undefined : read(text);
    if (result === undefined || !result.ok) {
      const expected = result === undefined ? read('') : result;
      const got = result === undefined ? '' : `, not "${text}"`;
      return { ok: false, message: `${name} needs ${expected.ok ? 'a value' : expected.expected}${got}.` };
    }
    Object.assign(value, result.value);
  }
  return checkTogether(value, seen);
}

/**
 * @param {string} text such as `250ms`, `1s`, `1.5m`, `2h`
 * @returns {number | undefined} whole milliseconds
 */
export function parseDurationMs(text) {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (match === null) return undefined;
  const ms = Number(match[1]) * UNIT_MS[/** @type {keyof typeof UNIT_MS} */ (match[2])];
  return Math.round(ms);
}

/**
 * @param {StartArguments} value
 * @param {Set<string>} seen
 * @returns {ParsedArguments}
 */
function checkTogether(value, seen) {
  if (value.help) return { ok: true, value };
  for (const option of ['--speed', '--epoch']) {
    if (seen.has(option) && value.replayFile === undefined) {
      return { ok: false, message: `${option} is of a replay: give --replay FILE with it.` };
    }
  }
  for (const option of ['--seed', '--crowd', '--block-time', '--resume', '--mode']) {
    if (seen.has(option) && value.replayFile !== undefined) {
      return { ok: false, message: `${option} is for the embedded chain, which --replay does not start.` };
    }
  }
  return { ok: true, value };
}

/**
 * @param {string} arg
 * @returns {[string, string | undefined]}
 */
function splitOption(arg) {
  const at = arg.indexOf('=');
  return isOption(arg) && at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg, undefined];
}

/** @param {string} text */
function isOption(text) {
  return text.startsWith('--');
}

/** @param {string} text */
function parseIntensity(text) {
  if (Object.hasOwn(CROWD_LEVELS, text)) return CROWD_LEVELS[text];
  return /^\d{1,2}(?:\.\d{1,3})?$/.test(text) ? Number(text) : undefined;
}

/** @param {string} text */
function parseWholeNumber(text) {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/**
 * @param {number | undefined} number
 * @param {number} least
 * @param {number} most
 * @param {keyof StartArguments} field
 * @param {string} expected
 * @returns {{ ok: true, value: Partial<StartArguments> } | { ok: false, expected: string }}
 */
function bounded(number, least, most, field, expected) {
  if (number === undefined || number < least || number > most) return { ok: false, expected };
  return { ok: true, value: { [field]: number } };
}

/**
 * @param {string} text
 * @param {keyof StartArguments} field
 * @param {string} expected
 * @returns {{ ok: true, value: Partial<StartArguments> } | { ok: false, expected: string }}
 */
function nonEmpty(text, field, expected) {
  return text === '' ? { ok: false, expected } : { ok: true, value: { [field]: text } };
}

/**
 * @param {string} text
 * @returns {{ ok: true, value: Partial<StartArguments> } | { ok: false, expected: string }}
 */
function parseMode(text) {
  if (text === 'devnet') return { ok: true, value: { mode: 'DEVNET' } };
  return text === 'paper' ? { ok: true, value: { mode: 'PAPER' } } : { ok: false, expected: 'devnet or paper' };
}

/**
 * @param {string} text
 * @returns {{ ok: true, value: Partial<StartArguments> } | { ok: false, expected: string }}
 */
function parseSpeed(text) {
  if (text === 'max') return { ok: true, value: { speed: 'max' } };
  const speed = /^\d{1,6}(?:\.\d{1,3})?$/.test(text) ? Number(text) : 0;
  return speed > 0 ? { ok: true, value: { speed } } : { ok: false, expected: 'a positive number or max' };
}
