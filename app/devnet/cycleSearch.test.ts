import { describe, expect, it } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { cyclesOf, sizeCycle } from './cycleSearch.ts';
import { pools, token, viewsAt } from './testing/startingMarket.ts';

describe('cycle search', () => {
  const weth = token('WETH');
  const cycles = cyclesOf(pools, [weth, token('USDC')], 3);

  it('searches closed routes over different pools, each in both directions', () => {
    for (const { start, hops } of cycles) {
      expect(new Set(hops.map((hop) => hop.pool)).size).toBe(hops.length);
      let at = start.symbol;
      for (const hop of hops) {
        const pool = pools[hop.pool];
        if (pool === undefined) throw new Error('unknown pool');
        expect(hop.zeroForOne ? pool.token0.symbol : pool.token1.symbol).toBe(at);
        at = hop.zeroForOne ? pool.token1.symbol : pool.token0.symbol;
      }
      expect(at).toBe(start.symbol);
    }
    expect(cycles.some(({ hops }) => hops.length === 2)).toBe(true);
    expect(cycles.some(({ hops }) => hops.length === 3)).toBe(true);
  });

  it('finds nothing in a market without gaps', () => {
    for (const cycle of cycles)
      expect(
        sizeCycle(
          cycle,
          viewsAt(() => 1),
        ),
      ).toBeNull();
  });

  it('sizes a route at its best: neither more nor less gains more', () => {
    const random = seededRandom(12);
    const views = viewsAt(() => 1 + 0.08 * (random.next() - 0.5));
    const gain = (cycle: (typeof cycles)[number], amountIn: number): number => {
      let amount = amountIn;
      for (const hop of cycle.hops) {
        const view = views[hop.pool];
        if (view === undefined) throw new Error('unknown pool');
        const [reserveIn, reserveOut] = hop.zeroForOne
          ? [view.reserve0, view.reserve1]
          : [view.reserve1, view.reserve0];
        const added = amount * (1 - view.pool.feePpm / 1e6);
        amount = (added * reserveOut) / (reserveIn + added);
      }
      return amount - amountIn;
    };
    let checked = 0;
    for (const cycle of cycles) {
      const sized = sizeCycle(cycle, views);
      if (sized === null) continue;
      checked += 1;
      expect(gain(cycle, sized.amountIn)).toBeCloseTo(sized.gross, -Math.log10(sized.amountIn * 1e-9));
      for (const other of [0.9, 0.99, 1.01, 1.1]) expect(gain(cycle, sized.amountIn * other)).toBeLessThan(sized.gross);
    }
    expect(checked).toBeGreaterThan(20);
  });
});
