import type { Random } from '../../domain/random.ts';
import type { AnyPoolKind } from '../poolIndex.ts';
import { type AnyMarketPool, type AnyToken, peggedKinds, StateMaker } from './anyMarket.ts';
import { addressOf } from './randomPools.ts';

interface AnyRing {
  /** Swapped in this order, each from its first token to its second. */
  readonly pools: readonly AnyMarketPool[];
}

/** Closed cycles of one pool of each kind, over tokens of their own; what the last pool thinks of its prices is 1 % to 4 % better than the others do. */
export function anyRings(random: Random, kinds: readonly AnyPoolKind[], count: number): AnyRing[] {
  const maker = new StateMaker(random, { spread: 0.0005, depth: 1e6 });
  const pegged = kinds.some((kind) => peggedKinds.has(kind));
  return Array.from({ length: count }, (_, ring) => {
    const tokens = kinds.map(
      (_kind, i): AnyToken => ({
        address: addressOf(1 + ring * kinds.length + i),
        decimals: 18,
        worth: pegged ? 1 : Math.exp(random.normal()),
      }),
    );
    const pools = kinds.map((kind, i) => {
      const [from, to] = [tokens[i], tokens[(i + 1) % kinds.length]];
      if (from === undefined || to === undefined) throw new Error('a ring without tokens');
      const tilt = i === kinds.length - 1 ? 1.01 + 0.03 * random.next() : 1;
      const state = maker.make(kind, [from, { ...to, worth: to.worth / tilt }]);
      const tickSpacing = 'tickSpacing' in state ? state.tickSpacing : 0;
      const address = addressOf(1_000_000 + ring * kinds.length + i);
      return {
        pool: { address, kind, venue: 'Test', tokens: [from.address, to.address], feePpm: 0, tickSpacing },
        state,
      };
    });
    return { pools };
  });
}
