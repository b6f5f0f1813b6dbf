import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { poolKinds } from '../detect/poolIndex.ts';
import { runAmm } from './amm.ts';
import { runArb } from './arb.ts';
import { Tally } from './tally.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';
import { balancerMathVectors, balancerV3Vectors, weightedQueryVectors } from './testing/recordedBalancer.ts';
import { parityVectors } from './testing/recordedConcentrated.ts';
import { curveProbeVectors, raiMetaVectors, threePoolVectors } from './testing/recordedCurve.ts';
import { aerodromeVectors, solidlyMathVectors } from './testing/recordedSolidly.ts';

const folder = recordedDataFolder();
const counts = { run: 0, skipped: 0 };

afterAll(() => {
  console.log(`recorded quotes of the other kinds: ${counts.run} run, ${counts.skipped} sources skipped`);
});

function own(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./vectors/${file}.json`, import.meta.url), 'utf8'));
}

function passedOf(run: typeof runAmm, name: string, content: unknown): number {
  const lines: string[] = [];
  const tally = new Tally((line) => lines.push(line));
  run(name, content, tally);
  expect(lines).toEqual([]);
  counts.run += tally.passed;
  return tally.passed;
}

test.each(poolKinds)('vectors of our own: %s', (kind) => {
  expect(passedOf(runAmm, kind, own(kind))).toBeGreaterThanOrEqual(5);
});

test('cycles of our own over mixed kinds', () => {
  expect(passedOf(runArb, 'mixed', own('mixedCycles'))).toBeGreaterThanOrEqual(5);
});

test.each([
  ['get_dy of the 3pool', 18, threePoolVectors],
  ['get_dy and get_dy_underlying of RAI over the 3pool', 42, raiMetaVectors],
  ['plain Curve probes', 2, curveProbeVectors],
  ['querySwap of two weighted pools', 36, weightedQueryVectors],
  ['Balancer mathematics', 34, balancerMathVectors],
  ['Balancer V3 swaps', 10, balancerV3Vectors],
  ['getAmountOut of an Aerodrome pair', 26, aerodromeVectors],
  ['Solidly mathematics', 103, solidlyMathVectors],
  ['one swap inside a V3 and one inside a V4 range', 2, parityVectors],
] as const)('recorded: %s', (name, exactly, load) => {
  if (folder === null) {
    counts.skipped += 1;
    console.log(`skipped: ${name}: no recorded data (set SYNDICATE_DATA to its folder)`);
    return;
  }
  expect(passedOf(runAmm, name, load(folder))).toBe(exactly);
});

/**
 * Recorded files whose answers are not here, and why. Beside those counted below: 18 deposits and withdrawals of the 3pool (no swaps);
 * one Camelot answer without its pool's state; 7 made-up cycles whose expected profit is 0; the states of tycho, the V4 snapshots, tricrypto and the RAI
 * pool at 16 blocks, which were recorded without answers; two Curve probes that fit no pool (recordedCurve.ts).
 */
test('recorded: Balancer V3 swaps of other kinds of pool are counted', () => {
  if (folder === null) return;
  const { leftOut } = balancerV3Vectors(folder);
  console.log(`left out: ${[...leftOut].map(([kind, count]) => `${count} ${kind}`).join(', ')}`);
  expect(Object.fromEntries(leftOut)).toEqual({
    Buffer: 10,
    FIXED_PRICE_LBP: 2,
    GYROE: 5,
    QUANT_AMM_WEIGHTED: 4,
    'STABLE with a hook': 4,
  });
});
