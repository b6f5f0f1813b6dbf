import type { LiquidityProfile } from './ranges.ts';
import { squareRoot } from './ranges.ts';

const q96 = 96n;
const million = 1_000_000n;

/** What lies between two prices: as token0 where the price rises through it, as token1 where it falls. Rounded down. */
export interface Held {
  readonly amount0: bigint;
  readonly amount1: bigint;
}

/** What all liquidity between two square-root prices amounts to in either token. In any order; both in Q64.96. */
export function heldBetween({ ranges }: LiquidityProfile, oneSqrtX96: bigint, otherSqrtX96: bigint): Held {
  const [low, high] = oneSqrtX96 < otherSqrtX96 ? [oneSqrtX96, otherSqrtX96] : [otherSqrtX96, oneSqrtX96];
  let amount0 = 0n;
  let amount1 = 0n;
  for (const { fromSqrtX96, toSqrtX96, liquidity } of ranges) {
    let [from, to] = [fromSqrtX96, toSqrtX96];
    if (from < low) from = low;
    if (to > high) to = high;
    if (from >= to) continue;
    amount0 += ((liquidity << q96) * (to - from)) / to / from;
    amount1 += (liquidity * (to - from)) >> q96;
  }
  return { amount0, amount1 };
}

/** The square-root price that lies `ppm` millionths of the price away: +10,000 is one percent above. At least -999,999. */
export function sqrtAway(sqrtPriceX96: bigint, ppm: number): bigint {
  return squareRoot((sqrtPriceX96 * sqrtPriceX96 * (million + BigInt(ppm))) / million);
}

export interface DepthLevel {
  /** How far the price goes, in millionths; above zero it rises: token0 is bought. */
  readonly ppm: number;
  /** What the pool gives up to there: token0 where the price rises, token1 where it falls. */
  readonly out: bigint;
  /** What it asks for it, fee included: the other token. */
  readonly in: bigint;
}

/**
 * What a swap gets and gives until the price has moved so far; beyond the last tick that is all there is. Off by one unit for each range on the way
 * from what the contract would say.
 */
export function depthAt(profile: LiquidityProfile, feePpm: number, ppm: number): DepthLevel {
  const { amount0, amount1 } = heldBetween(profile, profile.sqrtPriceX96, sqrtAway(profile.sqrtPriceX96, ppm));
  const [out, before] = ppm > 0 ? [amount0, amount1] : [amount1, amount0];
  const kept = million - BigInt(feePpm);
  return { ppm, out, in: before === 0n ? 0n : (before * million + kept - 1n) / kept };
}

/** Everything that the pool's liquidity stands for at its price: its reserves, less fees that are owed. */
export function holdings({ sqrtPriceX96, ranges }: LiquidityProfile): Held {
  const [lowest, highest] = [ranges[0], ranges.at(-1)];
  if (lowest === undefined || highest === undefined) return { amount0: 0n, amount1: 0n };
  const profile = { sqrtPriceX96, ranges };
  return {
    amount0: highest.toSqrtX96 > sqrtPriceX96 ? heldBetween(profile, sqrtPriceX96, highest.toSqrtX96).amount0 : 0n,
    amount1: lowest.fromSqrtX96 < sqrtPriceX96 ? heldBetween(profile, lowest.fromSqrtX96, sqrtPriceX96).amount1 : 0n,
  };
}
