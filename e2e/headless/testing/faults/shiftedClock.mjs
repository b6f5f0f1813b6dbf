// Loaded before everything else into each process of a run (`node --import`), by tests alone: adds to the wall clock what
// a file says. A packaged build takes no NODE_OPTIONS, so there is no way to do this to one.
import { readFileSync } from 'node:fs';

const file = process.env.SYNDICATE_TEST_CLOCK ?? '';
const isDevnet = /devnet\/(index|real)\.js$/.test(process.argv[1] ?? '');
const RealDate = Date;
const readEveryMs = 20;
let readAtMs = Number.NEGATIVE_INFINITY;
let shiftMs = 0;

function shift() {
  if (performance.now() - readAtMs < readEveryMs) return shiftMs;
  readAtMs = performance.now();
  try {
    const { ours, world } = JSON.parse(readFileSync(file, 'utf8'));
    shiftMs = isDevnet ? world : ours;
  } catch {
    // Half written: the next look sees the whole of it.
  }
  return shiftMs;
}

class ShiftedDate extends RealDate {
  /** @param {any[]} args */
  constructor(...args) {
    if (args.length === 0) super(ShiftedDate.now());
    // @ts-expect-error the constructor's overloads are not those of a spread
    else super(...args);
  }

  /** @override */
  static now() {
    return RealDate.now() + shift();
  }
}

globalThis.Date = /** @type {DateConstructor} */ (ShiftedDate);
