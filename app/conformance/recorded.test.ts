import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { runAmm } from './amm.ts';
import { runArb } from './arb.ts';
import { runQuant } from './quant.ts';
import { Tally } from './tally.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';
import { mainnetV2Vectors, pancakeVectors, v3CoreVectors, v3GoldenVectors } from './testing/recordedVectors.ts';

const folder = recordedDataFolder();
const counts = { run: 0, skipped: 0 };

afterAll(() => {
  console.log(`recorded quotes: ${counts.run} run, ${counts.skipped} sources skipped`);
});

function own(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));
}

function tallyOf(run: (name: string, content: unknown, tally: Tally) => void, name: string, content: unknown): Tally {
  const lines: string[] = [];
  const tally = new Tally((line) => lines.push(line));
  run(name, content, tally);
  expect(lines).toEqual([]);
  counts.run += tally.passed;
  return tally;
}

test.each([
  ['amm', 'uniswapV2.json', runAmm],
  ['amm', 'uniswapV3.json', runAmm],
  ['arb', 'cycles.json', runArb],
  ['quant', 'quant.json', runQuant],
  ['quant', 'quantEdges.json', runQuant],
] as const)('%s vectors of our own: %s', (_suite, file, run) => {
  expect(tallyOf(run, file, own(file)).passed).toBeGreaterThanOrEqual(5);
});

test.each([
  ['Uniswap v3-core test-suite', 120, v3CoreVectors],
  ['QuoterV2 on main-network WBTC/WETH', 80, v3GoldenVectors],
  ['PancakeSwap V2 router on Base', 24, pancakeVectors],
  ['main-network V2 swaps', 196, mainnetV2Vectors],
] as const)('recorded: %s', (name, atLeast, load) => {
  if (folder === null) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: no recorded data (set SYNDICATE_DATA to its folder)`);
    return;
  }
  expect(tallyOf(runAmm, name, load(folder)).passed).toBeGreaterThanOrEqual(atLeast);
});
