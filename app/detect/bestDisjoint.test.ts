import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { bestDisjoint, type Claim } from './bestDisjoint.ts';

function bruteForce(claims: readonly Claim[]): bigint {
  let best = 0n;
  for (let set = 0; set < 2 ** claims.length; set += 1) {
    const chosen = claims.filter((_, i) => (set >> i) % 2 === 1);
    const pools = chosen.flatMap((claim) => claim.pools);
    if (new Set(pools).size !== pools.length) continue;
    const total = chosen.reduce((sum, { net }) => sum + net, 0n);
    if (total > best) best = total;
  }
  return best;
}

function greedy(claims: readonly Claim[]): bigint {
  const taken = new Set<string>();
  let total = 0n;
  for (const { pools, net } of [...claims].sort((a, b) => (a.net === b.net ? 0 : a.net < b.net ? 1 : -1))) {
    if (net <= 0n || pools.some((pool) => taken.has(pool))) continue;
    for (const pool of pools) taken.add(pool);
    total += net;
  }
  return total;
}

function randomClaims(seed: number, count: number, pools: number): Claim[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => ({
    pools: [...new Set(Array.from({ length: 2 + random.below(3) }, () => `p${random.below(pools)}`))],
    net: BigInt(random.below(1000) - 50),
  }));
}

test('is the best of all sets without a shared pool', () => {
  let beyondGreedy = 0;
  for (let seed = 0; seed < 300; seed += 1) {
    const claims = randomClaims(seed, 1 + (seed % 12), 4 + (seed % 14));
    const { chosen, total, isProven } = bestDisjoint(claims);
    expect(isProven).toBe(true);
    expect(total).toBe(bruteForce(claims));
    const own = chosen.flatMap((place) => claims[place] ?? []);
    expect(own.reduce((sum, { net }) => sum + net, 0n)).toBe(total);
    const pools = own.flatMap((claim) => claim.pools);
    expect(new Set(pools).size).toBe(pools.length);
    expect([...chosen]).toEqual([...chosen].sort((a, b) => a - b));
    if (total > greedy(claims)) beyondGreedy += 1;
  }
  expect(beyondGreedy).toBeGreaterThan(20);
});

test('cut off, it still is at least greedy', () => {
  for (let seed = 0; seed < 100; seed += 1) {
    const claims = randomClaims(1000 + seed, 60, 40);
    for (const steps of [8, 40, 400]) {
      expect(bestDisjoint(claims, steps).total).toBeGreaterThanOrEqual(greedy(claims));
    }
  }
});

test('takes the first of equal sets, whatever surrounds them', () => {
  const claims: Claim[] = [
    { pools: ['a', 'b'], net: 10n },
    { pools: ['a'], net: 5n },
    { pools: ['b'], net: 5n },
    { pools: ['c'], net: 1n },
  ];
  expect(bestDisjoint(claims).chosen).toEqual([0, 3]);
  expect(bestDisjoint([{ pools: ['a', 'b'], net: 9n }, ...claims.slice(1)]).chosen).toEqual([1, 2, 3]);
});
