import { type Address, parseAddress } from '../../domain/hex.ts';
import type { Pool, TickLiquidity, UniswapV2State, UniswapV3State } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { maxSqrtRatio, minSqrtRatio, tickAtSqrtRatio } from '../reference/tickMath.ts';

export function addressOf(value: number): Address {
  return parseAddress(`0x${value.toString(16).padStart(40, '0')}`);
}

export function testPool(address: number, token0: number, token1: number, part: Partial<Pool> = {}): Pool {
  return {
    address: addressOf(address),
    kind: 'uniswapV2',
    dexId: 'test',
    venue: 'Test',
    token0: addressOf(token0),
    token1: addressOf(token1),
    feePpm: 3000,
    tickSpacing: 0,
    ...part,
  };
}

/** An integer of 1..bits bits, every length equally likely: small and huge sizes meet. */
export function randomBits(random: Random, bits: number): bigint {
  const length = 1 + random.below(bits);
  let value = 1n;
  for (let i = 1; i < length; i += 1) value = (value << 1n) | BigInt(random.below(2));
  return value;
}

export function randomV2State(random: Random, bits = 112): UniswapV2State {
  return { kind: 'uniswapV2', reserve0: randomBits(random, bits), reserve1: randomBits(random, bits) };
}

/** A price between the extremes, even over its logarithm. */
export function randomSqrtPrice(random: Random): bigint {
  const guess = BigInt(Math.floor(Math.exp(22.5 + random.next() * 88)));
  const price = guess + BigInt(random.below(1000));
  return price <= minSqrtRatio ? minSqrtRatio + 1n : price >= maxSqrtRatio ? maxSqrtRatio - 1n : price;
}

/** A consistent V3 state: `positions` ranges around the price, with the liquidity in range that they add up to. */
export function randomV3State(
  random: Random,
  tickSpacing: number,
  positions: number,
  sqrtPriceX96: bigint,
): UniswapV3State {
  const tick = tickAtSqrtRatio(sqrtPriceX96);
  const ticks = new Map<number, TickLiquidity>();
  let liquidity = 0n;
  const add = (at: number, gross: bigint, net: bigint): void => {
    const before = ticks.get(at) ?? { liquidityGross: 0n, liquidityNet: 0n };
    ticks.set(at, { liquidityGross: before.liquidityGross + gross, liquidityNet: before.liquidityNet + net });
  };
  const last = Math.floor(887272 / tickSpacing);
  const centre = Math.floor(tick / tickSpacing);
  for (let i = 0; i < positions; i += 1) {
    const reach = 2 ** (1 + random.next() * 11);
    const lower = Math.max(-last, centre + Math.floor((random.next() - 0.7) * reach));
    const upper = Math.min(last, lower + 1 + Math.floor(random.next() * reach));
    if (upper <= lower) continue;
    const size = randomBits(random, 90);
    add(lower * tickSpacing, size, size);
    add(upper * tickSpacing, size, -size);
    if (lower * tickSpacing <= tick && tick < upper * tickSpacing) liquidity += size;
  }
  return { kind: 'uniswapV3', sqrtPriceX96, tick, liquidity, ticks };
}
