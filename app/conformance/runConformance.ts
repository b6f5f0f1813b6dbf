import { readFileSync } from 'node:fs';
import { runAmm } from './amm.ts';
import { runArb } from './arb.ts';
import { runBook } from './book.ts';
import { runCandles } from './candles.ts';
import { runQuant } from './quant.ts';
import { Tally } from './tally.ts';

const suites: Readonly<Record<string, (name: string, content: unknown, tally: Tally) => void>> = {
  amm: runAmm,
  arb: runArb,
  book: runBook,
  candles: runCandles,
  quant: runQuant,
};

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * Holds the engine's own functions against vector files: `SUITE FILE [FILE...]`. Prints a line per failing case and last
 * `N passed, N failed`.
 * @returns the exit code: 0 only when at least one case ran and none failed
 */
export function runConformance(args: readonly string[], print: (line: string) => void): number {
  const [suite = '', ...files] = args;
  const run = Object.hasOwn(suites, suite) ? suites[suite] : undefined;
  const tally = new Tally(print);
  if (run === undefined) tally.count(suite, `no such suite; there are ${Object.keys(suites).join(', ')}`);
  else if (files.length === 0) tally.count(suite, 'no file was given');
  else {
    for (const file of files) {
      try {
        run(file, JSON.parse(readFileSync(file, 'utf8')), tally);
      } catch (error) {
        tally.count(file, messageOf(error));
      }
    }
  }
  print(`${tally.passed} passed, ${tally.failed} failed`);
  return tally.passed > 0 && tally.failed === 0 ? 0 : 1;
}
