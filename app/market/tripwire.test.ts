import { describe, expect, it } from 'vitest';
import type { Address } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import { addressOfNumber, hashOfNumber } from './testing/marketArbitraries.ts';
import { compareTripwire, sampleTripwire } from './tripwire.ts';

const states = new Map<Address, PoolState>(
  Array.from({ length: 45 }, (_, index) => [
    addressOfNumber(index + 1),
    index % 2 === 0
      ? { kind: 'uniswapV2', reserve0: 10n ** 21n, reserve1: 10n ** 9n }
      : { kind: 'uniswapV3', sqrtPriceX96: 3n << 96n, tick: 21_972, liquidity: 10n ** 18n, ticks: new Map() },
  ]),
);
const block = (number: number) => ({ number, hash: hashOfNumber(number * 7919 + 2 ** 40) });
const blockOf = (number: number) => ({
  number,
  hash: `0x${(number * 2654435761).toString(16).padStart(16, '0').slice(-8)}${'00'.repeat(28)}` as ReturnType<
    typeof hashOfNumber
  >,
});

describe('sampleTripwire', () => {
  it('covers every pool while others are touched, in varied sizes and both directions', () => {
    const touched = [1, 2, 3, 4, 5, 6, 7, 8].map(addressOfNumber);
    const samples = Array.from({ length: 23 }, (_, index) => sampleTripwire(blockOf(index), states, touched));
    expect(samples.every((sample) => sample.length === 6 && new Set(sample.map(({ pool }) => pool)).size === 6)).toBe(
      true,
    );
    expect(new Set(samples.flat().map(({ pool }) => pool)).size).toBe(states.size);
    expect(new Set(samples.flat().map(({ zeroForOne }) => zeroForOne)).size).toBe(2);
    expect(new Set(samples.flat().map(({ amountIn }) => amountIn)).size).toBeGreaterThan(100);
    expect(samples.flat().every(({ amountIn }) => amountIn > 0n)).toBe(true);
  });

  it('prefers touched pools', () => {
    const touched = [10, 20, 30].map(addressOfNumber);
    const pools = sampleTripwire(block(5), states, touched).map(({ pool }) => pool);
    for (const pool of touched) expect(pools).toContain(pool);
  });

  it('depends on its arguments alone', () => {
    expect(sampleTripwire(block(9), states, [])).toEqual(sampleTripwire(block(9), new Map([...states].reverse()), []));
    expect(sampleTripwire(block(9), new Map(), [addressOfNumber(1)])).toEqual([]);
  });
});

describe('compareTripwire', () => {
  const check = { pool: addressOfNumber(1), zeroForOne: true, amountIn: 1000n };

  it('accepts equality only', () => {
    expect(compareTripwire({ ...check, local: 5n, chain: 5n }, block(1))).toBeNull();
    expect(compareTripwire({ ...check, local: null, chain: null }, block(1))).toBeNull();
  });

  it('says by how much and which way', () => {
    expect(compareTripwire({ ...check, local: 6n, chain: 5n }, block(1))).toMatchObject({
      difference: 1n,
      explanation: 'at block 1, 1000 of token0 to token1: we say 6, the chain says 5, too much by 1',
    });
    expect(compareTripwire({ ...check, local: null, chain: 5n }, block(1))?.explanation).toContain(
      'we say that it cannot be done, the chain says 5',
    );
  });
});
