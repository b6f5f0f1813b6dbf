/**
 * @typedef {object} CalibrateArguments
 * @property {number} minutes
 * @property {number} measureMinutes
 * @property {string | null} folder
 * @property {string | null} jsonFile
 * @property {number} seed
 * @property {number} intensity
 * @property {number} blockTimeMs
 * @property {number} rivals
 * @property {number} lagMs
 */

export const CALIBRATE_USAGE = `Usage: npm run calibrate -- [options]

  --minutes N     how long the two trade side by side, 0.1 to 720 (default 30)
  --measure N     minutes of a run for real before it, that says how surely each way leads into a block (default 3; 0: as shipped)
  --json FILE     write the report to FILE
  --data DIR      keep both data folders under DIR (default: nothing is kept)
  --seed N        of the crowd and of the draws (default 1)
  --crowd X       multiple of the crowd's usual pace, 0.1 to 10 (default 1)
  --block-time N  milliseconds, 250 to 60000 (default 1000)
  --rivals N      searchers of each strength, 1 to 4 (default 1)
  --lag N         the node answers so many milliseconds late, 0 to 5000 (default 0)
`;

/** @type {Record<string, readonly [name: string, least: number, most: number, whole: boolean]>} */
const NUMBERS = {
  '--minutes': ['minutes', 0.1, 720, false],
  '--measure': ['measureMinutes', 0, 60, false],
  '--seed': ['seed', 0, 0xffff_ffff, true],
  '--crowd': ['intensity', 0.1, 10, false],
  '--block-time': ['blockTimeMs', 250, 60_000, true],
  '--rivals': ['rivals', 1, 4, true],
  '--lag': ['lagMs', 0, 5_000, true],
};

/** @type {Record<string, string>} */
const NAMES = { '--json': 'jsonFile', '--data': 'folder' };

/**
 * Reads the arguments of `npm run calibrate`, strictly.
 * @param {readonly string[]} args
 * @returns {{ ok: true, value: CalibrateArguments } | { ok: false, message: string }}
 */
export function parseCalibrateArguments(args) {
  /** @type {CalibrateArguments} */
  const value = {
    minutes: 30,
    measureMinutes: 3,
    folder: null,
    jsonFile: null,
    seed: 1,
    intensity: 1,
    blockTimeMs: 1_000,
    rivals: 1,
    lagMs: 0,
  };
  for (let index = 0; index < args.length; index += 2) {
    const option = args[index] ?? '';
    const text = args[index + 1] ?? '';
    if (Object.hasOwn(NAMES, option)) {
      if (text === '' || text.startsWith('--')) return { ok: false, message: `${option} needs a name.` };
      Object.assign(value, { [NAMES[option] ?? '']: text });
      continue;
    }
    const number = Object.hasOwn(NUMBERS, option) ? NUMBERS[option] : undefined;
    if (number === undefined) return { ok: false, message: `Unknown argument ${option}.` };
    const [name, least, most, whole] = number;
    const read = /^\d{1,10}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN;
    if (!(read >= least && read <= most) || (whole && !Number.isInteger(read)))
      return { ok: false, message: `${option} needs a ${whole ? 'whole ' : ''}number from ${least} to ${most}.` };
    Object.assign(value, { [name]: read });
  }
  return { ok: true, value };
}
