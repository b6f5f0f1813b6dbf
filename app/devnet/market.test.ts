import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../domain/hex.ts';
import { seededRandom } from '../domain/random.ts';
import { blockSpaceDemand, usualBaseFee, wordsFor } from './blockSpaceDemand.ts';
import { cyclesOf, sizeCycle } from './cycleSearch.ts';
import { planLiquidity } from './liquidityProvider.ts';
import { type CrowdPool, inputToMovePrice, type PoolView, spotPrice, virtualReserves } from './poolView.ts';
import { priceHistorySchema, pricePath, recordedStepLastsMs } from './pricePath.ts';
import { chooseTargets, type RivalMind, reactionMs, rivalBid } from './rival.ts';
import { rawPrice, sqrtPriceX96Of, usableTick } from './startingPrice.ts';
import { type DevnetToken, devnetTokens, profitSymbols } from './token.ts';
import { poolPlans, tickSpacings } from './topology.ts';
import { planSwaps } from './traders.ts';

const history = priceHistorySchema.parse(
  JSON.parse(readFileSync(new URL('../../resources/devnet/priceHistory.json', import.meta.url), 'utf8')),
);

function token(symbol: string): DevnetToken {
  const found = devnetTokens.find((candidate) => candidate.symbol === symbol);
  if (found === undefined) throw new Error(symbol);
  return found;
}

/** Every planned pool as a constant product at its starting price. */
const pools: readonly CrowdPool[] = poolPlans.map((plan, index) => ({
  address: parseAddress(`0x${(index + 1).toString(16).padStart(40, '0')}`),
  kind: plan.kind,
  dexId: plan.dexId,
  token0: token(plan.pair[0]),
  token1: token(plan.pair[1]),
  feePpm: plan.feePpm,
}));

function viewsAt(priceFactor: (index: number) => number): readonly PoolView[] {
  return pools.map((pool, index) => {
    const reserve0 = (1_000_000 / pool.token0.startUsd) * 10 ** pool.token0.decimals;
    return { pool, reserve0, reserve1: reserve0 * rawPrice(pool.token0, pool.token1) * priceFactor(index) };
  });
}

const startUsd = (of: DevnetToken): number => of.startUsd;

describe('topology', () => {
  it('is what was asked for: tokens, decimals, pools, ranges', () => {
    expect(devnetTokens.length).toBeGreaterThanOrEqual(12);
    expect(new Set(devnetTokens.map(({ decimals }) => decimals))).toEqual(new Set([6, 8, 18]));
    expect(devnetTokens[0]?.symbol).toBe('WETH');
    expect(profitSymbols[0]).toBe('WETH');
    expect(poolPlans.length).toBeGreaterThanOrEqual(40);
    const v3 = poolPlans.filter((plan) => plan.kind === 'uniswapV3');
    expect(new Set(v3.map(({ feePpm }) => feePpm))).toEqual(new Set([100, 500, 3000, 10_000]));
    for (const plan of v3) expect(plan.ranges.length).toBeGreaterThanOrEqual(3);
  });

  it('has no pool twice, and every token trades in several', () => {
    const keys = poolPlans.map((plan) => `${plan.dexId} ${[...plan.pair].sort().join('/')} ${plan.feePpm}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { symbol } of devnetTokens) {
      expect(poolPlans.filter((plan) => plan.pair.includes(symbol)).length, symbol).toBeGreaterThanOrEqual(2);
    }
  });

  it('turns prices into Uniswap V3 ticks and roots', () => {
    // TickMath: getSqrtRatioAtTick(0) = 2^96; tick -887272 is the lowest; 1.0001^200 is tick 200.
    expect(sqrtPriceX96Of(1)).toBe(2n ** 96n);
    expect(usableTick(1, 60)).toBe(0);
    expect(usableTick(1.0001 ** 200.5, 10)).toBe(200);
    expect(usableTick(1e-60, 60)).toBe(-887_220);
    expect(usableTick(0.9999, tickSpacings[3000])).toBe(-60);
  });
});

describe('price paths', () => {
  it('follow the recorded returns exactly at each step', () => {
    const weth = token('WETH');
    const closes = history.closes.ETH;
    const price = pricePath(history, seededRandom(4), devnetTokens);
    const returns = [1, 2, 3].map(
      (step) => price(weth, step * recordedStepLastsMs) / price(weth, (step - 1) * recordedStepLastsMs),
    );
    const recorded = closes.map((close, index) => close / (closes[index - 1] ?? close));
    const backwards = recorded.map((value) => 1 / value);
    const occurs = (list: readonly number[], order: readonly number[]): boolean =>
      list.some((_, at) => order.every((value, k) => Math.abs((list[at + k] ?? 0) - value) < 1e-9));
    expect(occurs(recorded, returns) || occurs(backwards, [...returns].reverse())).toBe(true);
  });

  it('start where the table says, stay within the record, and keep dollars at one', () => {
    const price = pricePath(history, seededRandom(9), devnetTokens);
    for (const one of devnetTokens) {
      expect(price(one, 0)).toBeCloseTo(one.startUsd, 9);
      for (let step = 0; step < 3000; step += 37) {
        const ratio = price(one, step * recordedStepLastsMs) / one.startUsd;
        expect(ratio).toBeGreaterThan(0.5);
        expect(ratio).toBeLessThan(2);
        if (one.follows === null) expect(ratio).toBe(1);
      }
    }
  });
});

describe('traders', () => {
  it('plan the same from the same seed, and otherwise from another', () => {
    const plan = (seed: number): string => {
      const random = seededRandom(seed);
      const all = Array.from({ length: 20 }, (_, block) =>
        planSwaps(
          random,
          viewsAt((index) => 1 + ((index * 7 + block) % 5) / 100),
          startUsd,
          1000,
        ),
      );
      return JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
    };
    expect(plan(3)).toBe(plan(3));
    expect(plan(3)).not.toBe(plan(4));
  });

  it('trade at least 200 times a minute with any seed', () => {
    fc.assert(
      fc.property(fc.nat(0xffffffff), (seed) => {
        const random = seededRandom(seed);
        let swaps = 0;
        for (let block = 0; block < 60; block += 1)
          swaps += planSwaps(
            random,
            viewsAt(() => 1),
            startUsd,
            1000,
          ).length;
        expect(swaps).toBeGreaterThan(250);
      }),
      { numRuns: 50 },
    );
  });

  it('who follows moves a pool towards the recorded price, and not past it', () => {
    const random = seededRandom(8);
    const views = viewsAt((index) => (index % 2 === 0 ? 1.04 : 0.96));
    let followed = 0;
    for (let block = 0; block < 50; block += 1) {
      for (const { intent, pool, zeroForOne, amountIn } of planSwaps(random, views, startUsd, 1000)) {
        if (intent !== 'follow') continue;
        followed += 1;
        const view = views.find((candidate) => candidate.pool === pool);
        if (view === undefined) throw new Error('unknown pool');
        const fair = rawPrice(pool.token0, pool.token1);
        // token0 is too dear in its pool when the spot price is above the fair one: it is sold.
        expect(zeroForOne).toBe(spotPrice(view) > fair);
        const added = Number(amountIn) * (1 - pool.feePpm / 1e6);
        const product = view.reserve0 * view.reserve1;
        const after = zeroForOne ? product / (view.reserve0 + added) ** 2 : (view.reserve1 + added) ** 2 / product;
        expect(zeroForOne ? after >= fair : after <= fair).toBe(true);
      }
    }
    expect(followed).toBeGreaterThan(50);
  });

  it('know what moves a constant product by a ratio', () => {
    const reserveIn = 1000;
    const amount = inputToMovePrice(reserveIn, 1.21, 3000);
    expect(((reserveIn + amount * 0.997) / reserveIn) ** 2).toBeCloseTo(1.21, 12);
    const { reserve0, reserve1 } = virtualReserves(3n * 2n ** 96n, 600n);
    expect([reserve0, reserve1]).toEqual([200, 1800]);
  });
});

describe('other users', () => {
  it('want half a block at the usual base fee, more when it is cheap, less when it is dear', () => {
    const mean = (baseFee: number): number => {
      const random = seededRandom(2);
      let sum = 0;
      for (let i = 0; i < 500; i += 1) sum += blockSpaceDemand(random, baseFee, 8_000_000, 0);
      return sum / 500 / 8_000_000;
    };
    expect(mean(usualBaseFee)).toBeGreaterThan(0.4);
    expect(mean(usualBaseFee)).toBeLessThan(0.6);
    expect(mean(usualBaseFee * 2)).toBeLessThan(0.25);
    expect(mean(usualBaseFee / 2)).toBeGreaterThan(0.65);
  });

  it('expand memory by as much gas as they want', () => {
    for (const gas of [50_000, 1_000_000, 6_000_000]) {
      const words = wordsFor(gas);
      const cost = 3 * words + Math.floor(words ** 2 / 512);
      expect(Math.abs(cost - gas)).toBeLessThan(gas * 0.001 + 10);
      expect(cost).toBeLessThanOrEqual(gas);
    }
  });

  it('provide liquidity now and then, and never remove what they do not have', () => {
    const random = seededRandom(5);
    let acts = 0;
    for (let block = 0; block < 600; block += 1) {
      const intent = planLiquidity(random, pools, block % 13, 1000);
      if (intent === null) continue;
      acts += 1;
      if (intent.intent === 'removeLiquidity') expect(intent.position).toBeLessThan(block % 13);
      else {
        expect(intent.pool.kind).toBe('uniswapV3');
        expect(intent.highRatio).toBeGreaterThan(intent.lowRatio);
      }
    }
    expect(acts).toBeGreaterThan(50);
    expect(acts).toBeLessThan(150);
  });
});

describe('the rival', () => {
  const weth = token('WETH');
  const cycles = cyclesOf(pools, [weth, token('USDC')]);

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
