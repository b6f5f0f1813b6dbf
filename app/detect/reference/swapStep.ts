const q96 = 1n << 96n;
const maxUint256 = (1n << 256n) - 1n;
const million = 1_000_000n;

/** Thrown where the contract would revert. */
export class ReferenceRevert extends Error {}

function up(numerator: bigint, denominator: bigint): bigint {
  return (numerator + denominator - 1n) / denominator;
}

function token0(from: bigint, to: bigint, liquidity: bigint, roundUp: boolean): bigint {
  const [low, high] = from < to ? [from, to] : [to, from];
  const scaled = liquidity * q96 * (high - low);
  return roundUp ? up(up(scaled, high), low) : scaled / high / low;
}

function token1(from: bigint, to: bigint, liquidity: bigint, roundUp: boolean): bigint {
  const scaled = liquidity * (from < to ? to - from : from - to);
  return roundUp ? up(scaled, q96) : scaled / q96;
}

function priceAfterInput(price: bigint, liquidity: bigint, amount: bigint, zeroForOne: boolean): bigint {
  if (!zeroForOne) return price + (amount * q96) / liquidity;
  if (amount === 0n) return price;
  const scaled = liquidity * q96;
  const product = amount * price;
  const fits = product <= maxUint256 && scaled + product <= maxUint256;
  return fits ? up(scaled * price, scaled + product) : up(scaled, scaled / price + amount);
}

function priceAfterOutput(price: bigint, liquidity: bigint, amount: bigint, zeroForOne: boolean): bigint {
  if (zeroForOne) {
    const step = up(amount * q96, liquidity);
    if (price <= step) throw new ReferenceRevert('price');
    return price - step;
  }
  if (amount === 0n) return price;
  const scaled = liquidity * q96;
  const product = amount * price;
  if (product > maxUint256 || scaled <= product) throw new ReferenceRevert('price');
  return up(scaled * price, scaled - product);
}

export interface ReferenceStep {
  readonly price: bigint;
  readonly amountIn: bigint;
  readonly amountOut: bigint;
  readonly fee: bigint;
}

/** One step of a V3 swap towards `target`: the whitepaper's formulas (section 6.2.3) with the pool's roundings. */
export function referenceSwapStep(
  price: bigint,
  target: bigint,
  liquidity: bigint,
  remaining: bigint,
  exactIn: boolean,
  feePpm: bigint,
): ReferenceStep {
  const zeroForOne = price >= target;
  const input = (to: bigint): bigint => (zeroForOne ? token0 : token1)(price, to, liquidity, true);
  const output = (to: bigint): bigint => (zeroForOne ? token1 : token0)(price, to, liquidity, false);
  const afterFee = (remaining * (million - feePpm)) / million;
  const reaches = exactIn ? afterFee >= input(target) : remaining >= output(target);
  const next = reaches
    ? target
    : exactIn
      ? priceAfterInput(price, liquidity, afterFee, zeroForOne)
      : priceAfterOutput(price, liquidity, remaining, zeroForOne);
  const amountIn = input(next);
  const amountOut = exactIn || output(next) < remaining ? output(next) : remaining;
  const fee = exactIn && next !== target ? remaining - amountIn : up(amountIn * feePpm, million - feePpm);
  return { price: next, amountIn, amountOut, fee };
}
