import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'long-cycles-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Pools of equal reserves in a ring of `size` tokens, the last of which pays double. */
function ring(size: number): object {
  const pools = Array.from({ length: size }, (_, i) => [
    `p${i}`,
    {
      kind: 'uniswapV2',
      reserve0: '1000000',
      reserve1: i === size - 1 ? '2000000' : '1000000',
      feePpm: 0,
      tokens: [`T${i}`, `T${(i + 1) % size}`],
    },
  ]);
  return Object.fromEntries(pools);
}

function search(size: number, maxHops: number): string | undefined {
  const file = path.join(folder, 'ring.json');
  const cases = { suite: 'arb', pools: ring(size), cases: [], search: [{ start: 'T0', maxHops, expectAtLeast: '1' }] };
  writeFileSync(file, JSON.stringify(cases));
  const lines: string[] = [];
  runConformance(['arb', file], (line) => lines.push(line));
  return lines.at(-1);
}

test.each([
  [4, 3, 0],
  [4, 4, 1],
  [5, 4, 0],
  [5, 5, 1],
  [5, 6, 1],
])('of a ring of %i pools, a search of %i hops finds the cycle: %i', (size, maxHops, passed) => {
  expect(search(size, maxHops)).toBe(`${passed} passed, ${1 - passed} failed`);
});
