import type { PoolPrice } from './detector.ts';

const q96 = 2 ** 96;

/** Output per input of an infinitely small swap without its fee, in smallest units; for looking at. */
export function marginalPrice(price: PoolPrice, zeroForOne: boolean): number {
  if (price.kind === 'uniswapV2') {
    const zeroInOne = Number(price.reserve1) / Number(price.reserve0);
    return zeroForOne ? zeroInOne : 1 / zeroInOne;
  }
  const root = Number(price.sqrtPriceX96) / q96;
  return zeroForOne ? root * root : 1 / (root * root);
}
