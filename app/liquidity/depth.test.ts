import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { parseAddress } from '../domain/hex.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { depthAt, heldBetween, holdings, sqrtAway } from './depth.ts';
import { profileOf, squareRoot } from './ranges.ts';

const address = (n: number) => parseAddress(`0x${n.toString(16).padStart(40, '0')}`);
const pool: Pool = {
  address: address(9),
  kind: 'uniswapV3',
  dexId: 'a',
  venue: 'A',
  token0: address(1),
  token1: address(2),
  feePpm: 3000,
  tickSpacing: 60,
};
const q96 = 1n << 96n;

/** Positions of one pool around the price of one for one, as the chain would keep them. */
function ticksOf(
  positions: readonly { readonly at: number; readonly wide: number; readonly liquidity: bigint }[],
): PoolState {
  const ticks = new Map<number, { liquidityGross: bigint; liquidityNet: bigint }>();
  let active = 0n;
  const add = (tick: number, gross: bigint, net: bigint): void => {
    const { liquidityGross, liquidityNet } = ticks.get(tick) ?? { liquidityGross: 0n, liquidityNet: 0n };
    ticks.set(tick, { liquidityGross: liquidityGross + gross, liquidityNet: liquidityNet + net });
  };
  for (const { at, wide, liquidity } of positions) {
    add(60 * at, liquidity, liquidity);
    add(60 * (at + wide), liquidity, -liquidity);
    if (at <= 0 && at + wide > 0) active += liquidity;
  }
  return { kind: 'uniswapV3', sqrtPriceX96: q96, tick: 0, liquidity: active, ticks };
}

const positions = fc.array(
  fc.record({
    at: fc.integer({ min: -40, max: 20 }),
    wide: fc.integer({ min: 1, max: 40 }),
    liquidity: fc.bigInt({ min: 10n ** 15n, max: 10n ** 24n }),
  }),
  { minLength: 1, maxLength: 8 },
);
const reserves = fc.record({
  reserve0: fc.bigInt({ min: 10n ** 12n, max: 10n ** 27n }),
  reserve1: fc.bigInt({ min: 10n ** 12n, max: 10n ** 27n }),
});

/** What the exact core gives for what the ladder asks, in the same pool. */
function quoted(kind: Pool['kind'], state: PoolState, zeroForOne: boolean, amountIn: bigint) {
  const detector = createNativeDetector();
  detector.setPools([{ ...pool, kind, tickSpacing: kind === 'uniswapV2' ? 0 : 60 }]);
  detector.applyStates([{ pool: pool.address, state }]);
  return detector.quoteExactIn(pool.address, zeroForOne, amountIn);
}

function expectLadderHolds(kind: Pool['kind'], state: PoolState, slackPerMillion: bigint): void {
  const profile = profileOf(state);
  if (profile === null) throw new Error('a pool with liquidity has a profile');
  for (const ppm of [1_000, 10_000, 50_000, 200_000, -1_000, -10_000, -50_000, -200_000]) {
    const { in: asked, out } = depthAt(profile, pool.feePpm, ppm);
    if (asked === 0n || out === 0n) continue;
    const quote = quoted(kind, state, ppm < 0, asked);
    if (!quote.ok) throw new Error(`${ppm} ppm: ${quote.failure}`);
    const slack = 8n + (out * slackPerMillion) / 1_000_000n;
    const off = quote.amountOut - out;
    expect(off < 0n ? -off : off, `${ppm} ppm of ${out}`).toBeLessThanOrEqual(slack);
  }
}

describe('the depth of a pool', () => {
  test('of a V2 pair is what the pair gives for what is asked, but for the fee that stays in its reserves', () => {
    fc.assert(
      fc.property(reserves, ({ reserve0, reserve1 }) => {
        expectLadderHolds('uniswapV2', { kind: 'uniswapV2', reserve0, reserve1 }, 1n);
      }),
      { numRuns: 60 },
    );
  });

  test('of a pool with ticks is what the pool gives, over every range on the way', () => {
    fc.assert(
      fc.property(positions, (made) => expectLadderHolds('uniswapV3', ticksOf(made), 1n)),
      { numRuns: 60 },
    );
  });

  test('is additive: what lies in two steps is what lies in both together', () => {
    fc.assert(
      fc.property(
        positions,
        fc.integer({ min: 1, max: 300_000 }),
        fc.integer({ min: 1, max: 300_000 }),
        (made, a, b) => {
          const profile = profileOf(ticksOf(made));
          if (profile === null) return;
          const [near, far] = a < b ? [a, b] : [b, a];
          const [from, middle, to] = [0, near, far].map((ppm) => sqrtAway(q96, ppm)) as [bigint, bigint, bigint];
          const whole = heldBetween(profile, from, to);
          const parts = [heldBetween(profile, from, middle), heldBetween(profile, to, middle)];
          const sum = parts.reduce((total, { amount1 }) => total + amount1, 0n);
          expect(whole.amount1 - sum).toBeGreaterThanOrEqual(0n);
          expect(whole.amount1 - sum).toBeLessThanOrEqual(20n);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('holdings of a pair are its reserves', () => {
    const profile = profileOf({ kind: 'uniswapV2', reserve0: 3n * 10n ** 24n, reserve1: 7n * 10n ** 20n });
    const { amount0, amount1 } = holdings(profile ?? { sqrtPriceX96: 1n, ranges: [] });
    expect(Number(amount0) / 3e24).toBeCloseTo(1, 9);
    expect(Number(amount1) / 7e20).toBeCloseTo(1, 9);
  });

  test('an empty pool has no profile, and one without ranges no depth', () => {
    expect(profileOf({ kind: 'uniswapV2', reserve0: 0n, reserve1: 5n })).toBeNull();
    expect(profileOf({ kind: 'uniswapV3', sqrtPriceX96: 0n, tick: 0, liquidity: 0n, ticks: new Map() })).toBeNull();
    expect(depthAt({ sqrtPriceX96: q96, ranges: [] }, 3000, 10_000)).toEqual({ ppm: 10_000, out: 0n, in: 0n });
  });

  test('square roots are whole and rounded down', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 320n) - 1n }), (value) => {
        const root = squareRoot(value);
        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
    );
  });
});
