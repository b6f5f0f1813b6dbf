import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { cyclesOf } from './cycleSearch.ts';
import { chooseTargets, type RivalMind, reactionMs, rivalBid, rivalHabits, rivalStrengths } from './rival.ts';
import { pools, startUsd, token, viewsAt } from './testing/startingMarket.ts';

describe('the rival', () => {
  const weth = token('WETH');
  const cycles = cyclesOf(pools, [weth, token('USDC')], 3);

  it('takes about half of what it sees, keeps its mind, and decides the same from the same seed', () => {
    let taken = 0;
    let seen = 0;
    for (let seed = 0; seed < 60; seed += 1) {
      const at = seed % pools.length;
      const views = viewsAt((index) => (index === at ? 1.05 : 1));
      const choose = (mind: RivalMind, nowMs: number): readonly string[] =>
        chooseTargets(seededRandom(seed), rivalHabits.competent, mind, cycles, views, startUsd, weth, nowMs).map(
          (target) => JSON.stringify(target.cycle.hops),
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
        fc.constantFrom(...rivalStrengths),
        (seed, profit, baseFee, strength) => {
          const gas = 250_000n;
          const bid = rivalBid(seededRandom(seed), rivalHabits[strength], profit, gas, baseFee);
          if (bid === null) return;
          expect(gas * (baseFee + bid.maxPriorityFeePerGas)).toBeLessThanOrEqual(profit);
          expect(bid.maxFeePerGas).toBe(2n * baseFee + bid.maxPriorityFeePerGas);
        },
      ),
    );
    expect(rivalBid(seededRandom(1), rivalHabits.competent, 10n ** 12n, 250_000n, 10n ** 10n)).toBeNull();
  });

  it('needs part of a block to react', () => {
    const random = seededRandom(3);
    for (let i = 0; i < 200; i += 1) {
      const delay = reactionMs(random, rivalHabits.competent, 1000);
      expect(delay).toBeGreaterThanOrEqual(50);
      expect(delay).toBeLessThanOrEqual(900);
    }
    const strong = Array.from({ length: 50 }, () => reactionMs(random, rivalHabits.strong, 1000));
    const slow = Array.from({ length: 50 }, () => reactionMs(random, rivalHabits.slow, 1000));
    expect(Math.max(...strong)).toBeLessThan(Math.min(...slow));
  });

  it('is better the stronger it is: longer routes, more of the profit offered', () => {
    const lengths = rivalStrengths.map((strength) => {
      const found = cyclesOf(pools, [weth], rivalHabits[strength].mostHops);
      return Math.max(...found.map(({ hops }) => hops.length));
    });
    expect(lengths).toEqual([2, 3, 4]);
    const tips = rivalStrengths.map((strength) => {
      const bid = rivalBid(seededRandom(7), rivalHabits[strength], 10n ** 17n, 250_000n, 10n ** 9n);
      return bid?.maxPriorityFeePerGas ?? 0n;
    });
    expect(tips).toEqual([...tips].sort((a, b) => (a < b ? -1 : 1)));
  });

  it('keeps away from tokens that do not move as asked', () => {
    const symbols = cyclesOf(pools, [weth], 4).flatMap(({ hops }) =>
      hops.flatMap(({ pool }) => [pools[pool]?.token0.symbol, pools[pool]?.token1.symbol]),
    );
    expect(symbols).toContain('LINK');
    for (const odd of ['TOLL', 'GATE', 'TIDE']) expect(symbols).not.toContain(odd);
  });
});
