import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatUnits } from '../domain/amount.ts';
import { priceOfReserves, priceOfSqrtPriceX96, roundPrice } from './poolPrice.ts';
import { SwapCandles } from './swapCandles.ts';

// Uniswap, "A Primer on Uniswap v3 Math": slot0 of USDC/WETH, 6 and 18 decimals.
const primer = 2018382873588440326581633304624437n;

test('the published price of a V3 pool', () => {
  const price = priceOfSqrtPriceX96(primer, 6, 18);
  expect(formatUnits(roundPrice(price, 18, 'down'), 18)).toMatch(/^0\.00064900484270137/);
});

test('a V2 price is what one whole token0 costs in token1', () => {
  // 2,000 USDC (6 decimals) against one WETH (18 decimals), both ways round.
  expect(roundPrice(priceOfReserves(10n ** 18n, 2_000_000_000n, 18, 6), 2, 'down')).toBe(200_000n);
  expect(roundPrice(priceOfReserves(2_000_000_000n, 10n ** 18n, 6, 18), 6, 'down')).toBe(500n);
});

test('an empty pool has no price', () => {
  expect(() => priceOfReserves(0n, 1n, 18, 18)).toThrow('no price');
  expect(() => priceOfSqrtPriceX96(0n, 18, 18)).toThrow('no price');
});

test.each([
  [1n, 2n, '0 1 0'],
  [3n, 2n, '1 2 2'],
  [5n, 2n, '2 3 2'],
  [2n, 3n, '0 1 1'],
  [4n, 3n, '1 2 1'],
  [4n, 2n, '2 2 2'],
])('%s/%s rounds down, up and half to even as %s', (numerator, denominator, wanted) => {
  const price = { numerator, denominator };
  expect((['down', 'up', 'halfEven'] as const).map((rounding) => roundPrice(price, 0, rounding)).join(' ')).toBe(
    wanted,
  );
});

test('every rounding keeps order and stays within one unit', () => {
  const positive = fc.bigInt({ min: 1n, max: 2n ** 112n });
  fc.assert(
    fc.property(positive, positive, positive, fc.constantFrom('down', 'up', 'halfEven'), (a, b, c, rounding) => {
      const [one, other] = [priceOfReserves(a, b, 18, 6), priceOfReserves(a, c, 18, 6)];
      const [units, otherUnits] = [roundPrice(one, 12, rounding), roundPrice(other, 12, rounding)];
      expect(b <= c ? units <= otherUnits : units >= otherUnits).toBe(true);
      const exact = b * 10n ** 18n * 10n ** 12n;
      const unit = a * 10n ** 6n;
      expect(units * unit - exact < unit && exact - units * unit < unit).toBe(true);
    }),
  );
});

test('swaps make candles in the pool direction; what takers buy is token0 leaving the pool', () => {
  const candles = new SwapCandles('1m', 4, 'halfEven');
  const priceAfter = (reserve1: bigint) => priceOfReserves(3n, reserve1, 0, 0);
  candles.push({ atMs: 60_000, priceAfter: priceAfter(4n), amount0: -10n, amount1: 14n });
  candles.push({ atMs: 60_500, priceAfter: priceAfter(2n), amount0: 6n, amount1: -5n });
  candles.push({ atMs: 61_000, priceAfter: priceAfter(3n), amount0: -1n, amount1: 1n });
  expect(candles.push({ atMs: 240_000, priceAfter: priceAfter(3n), amount0: 2n, amount1: -2n })).toEqual({
    openTimeMs: 60_000,
    open: 13_333n,
    high: 13_333n,
    low: 6667n,
    close: 10_000n,
    volume: 17n,
    quoteVolume: 20n,
    trades: 3,
    takerVolume: 11n,
    takerQuoteVolume: 15n,
  });
  expect(candles.current()).toMatchObject({ openTimeMs: 240_000, volume: 2n, takerVolume: 0n });
});
