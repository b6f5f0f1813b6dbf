import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { cyclesOf } from './cycleSearch.ts';
import { chooseTargets, type RivalMind, reactionMs, rivalBid } from './rival.ts';
import { pools, startUsd, token, viewsAt } from './testing/startingMarket.ts';

describe('the rival', () => {
  const weth = token('WETH');
  const cycles = cyclesOf(pools, [weth, token('USDC')]);

  it('takes about half of what it sees, keeps its mind, and decides the same from the same seed', () => {
    let taken = 0;
    let seen = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const at = seed % pools.length;
      const views = viewsAt((index) => (index === at ? 1.05 : 1));
      const choose = (mind: RivalMind, nowMs: number): readonly string[] =>
        chooseTargets(seededRandom(seed), mind, cycles, views, startUsd, weth, nowMs).map((target) =>
          JSON.stringify(target.cycle.hops),
        );
      const mind: RivalMind = { decisions: new Map() };
      const first = choose(mind, 0);
      expect(choose(mind, 1000)).toEqual(first);
      expect(choose({ decisions: new Map() }, 0)).toEqual(first);
      if (mind.decisions.size === 0) continue;
      seen += mind.decisions.size;
      taken += [...mind.decisions.values()].filter(({ takes }) => takes).length;
    }
    expect(taken / seen).toBeGreaterThan(0.35);
    expect(taken / seen).toBeLessThan(0.65);
  });

  it('bids a share of the profit and never more than it brings', () => {
    fc.assert(
      fc.property(
        fc.nat(0xffffffff),
        fc.bigInt(0n, 10n ** 18n),
        fc.bigInt(1n, 50n * 10n ** 9n),
        (seed, profit, baseFee) => {
          const gas = 250_000n;
          const bid = rivalBid(seededRandom(seed), profit, gas, baseFee);
          if (bid === null) return;
          expect(gas * (baseFee + bid.maxPriorityFeePerGas)).toBeLessThanOrEqual(profit);
          expect(bid.maxFeePerGas).toBe(2n * baseFee + bid.maxPriorityFeePerGas);
        },
      ),
    );
    expect(rivalBid(seededRandom(1), 10n ** 12n, 250_000n, 10n ** 10n)).toBeNull();
  });

  it('needs part of a block to react', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 200; i += 1) {
      const delay = reactionMs(random, 1000);
      expect(delay).toBeGreaterThanOrEqual(50);
      expect(delay).toBeLessThanOrEqual(900);
    }
  });
});
