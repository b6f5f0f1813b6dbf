import { wei } from '../domain/amount.ts';
import { present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import { type Random, seededRandom } from '../domain/random.ts';
import { bestDisjoint, type Claim } from './bestDisjoint.ts';
import { bestSequence } from './bestSequence.ts';
import { createNativeDetector } from './nativeDetector.ts';
import { type SequenceState, sequenceMarket } from './sequenceMarket.ts';
import { mostOfAnyOrder } from './testing/mostOfAnyOrder.ts';
import { randomMarket } from './testing/randomMarket.ts';
import { addressOf } from './testing/randomPools.ts';
import { microseconds, rounded, summary } from './testing/timing.ts';

function cyclesOf(random: Random, count: number) {
  const market = randomMarket(random, { tokens: 4, pools: 12, v3Share: 0.5, size: 1e22, spread: 0.01 });
  const detector = createNativeDetector();
  detector.setPools(market.pools);
  detector.applyStates([...market.states].map(([pool, state]) => ({ pool, state })));
  const profitTokens = [{ token: addressOf(1), weiNumerator: 1n, weiDenominator: 1n }];
  const gasPrice = wei(10n ** 9n);
  const touched = market.pools.map(({ address }) => address);
  const cycles = detector.detect(touched, { profitTokens, maxHops: 3, gasPrice, limit: count });
  const stateOf = (pool: Address): SequenceState => ({ state: present(market.states.get(pool), 'state') });
  return () => sequenceMarket(cycles, market.pools, stateOf, { profitTokens, gasPrice, topCandidates: 0 });
}

function sequences(count: number, withPeer: boolean): object {
  const random = seededRandom(63);
  const [ours, theirs]: [number[], number[]] = [[], []];
  let resolves = 0;
  let rounds = 0;
  for (let round = 0; round < 20; round += 1) {
    const marketOf = cyclesOf(random, count);
    if (marketOf().pools.length < count) continue;
    rounds += 1;
    ours.push(
      microseconds(() => {
        resolves += bestSequence(marketOf(), { mostResolves: 1000 }).resolves;
      }),
    );
    if (!withPeer || round >= 5) continue;
    const all = Array.from({ length: count }, (_, i) => i);
    theirs.push(microseconds(() => mostOfAnyOrder(marketOf(), all, new Map())));
  }
  return {
    bench: 'conflicts',
    case: `sequence candidates=${count}`,
    unit: 'us',
    ...summary(ours, 'js:all orders of all subsets, nothing kept', theirs),
    resolves: rounded(resolves / rounds),
  };
}

function claimsOf(random: Random, count: number): Claim[] {
  return Array.from({ length: count }, () => ({
    pools: [...new Set(Array.from({ length: 2 + random.below(2) }, () => `p${random.below(count)}`))],
    net: BigInt(1 + random.below(1000)),
  }));
}

function allSets(claims: readonly Claim[]): bigint {
  let best = 0n;
  for (let set = 0; set < 2 ** claims.length; set += 1) {
    const taken = new Set<string>();
    let total = 0n;
    let fits = true;
    for (let i = 0; fits && i < claims.length; i += 1) {
      if ((set >> i) % 2 === 0) continue;
      const { pools = [], net = 0n } = claims[i] ?? {};
      fits = !pools.some((pool) => taken.has(pool));
      for (const pool of pools) taken.add(pool);
      total += net;
    }
    if (fits && total > best) best = total;
  }
  return best;
}

function disjoint(count: number, withPeer: boolean): object {
  const random = seededRandom(64);
  const [ours, theirs]: [number[], number[]] = [[], []];
  let proven = 0;
  const rounds = 200;
  for (let round = 0; round < rounds; round += 1) {
    const claims = claimsOf(random, count);
    ours.push(
      microseconds(() => {
        proven += bestDisjoint(claims).isProven ? 1 : 0;
      }),
    );
    if (withPeer && round < 5) theirs.push(microseconds(() => allSets(claims)));
  }
  return {
    bench: 'conflicts',
    case: `disjoint claims=${count}`,
    unit: 'us',
    ...summary(ours, 'js:all sets', theirs),
    proven: rounded(proven / rounds),
  };
}

/** What a block's opportunities over the same pools cost to sort out. */
export async function bench(emit: (line: object) => void): Promise<void> {
  emit(sequences(6, true));
  emit(sequences(16, false));
  emit(disjoint(16, true));
  emit(disjoint(32, false));
}
