import type { Random } from '../../domain/random.ts';

/**
 * Starts and lengths, one after the other, of blocks that make up n times: starts even on the circle, lengths geometric.
 * @param block their mean length, from 1
 * Source: Politis and Romano, The stationary bootstrap, 1994.
 */
export function drawBlocks(random: Random, n: number, block: number): number[] {
  const blocks: number[] = [];
  const kept = Math.log(1 - 1 / block);
  for (let left = n; left > 0; ) {
    const drawn = block === 1 ? 1 : 1 + Math.floor(Math.log(1 - random.next()) / kept);
    const length = Math.min(left, drawn);
    blocks.push(random.below(n), length);
    left -= length;
  }
  return blocks;
}

/** A length that grows with the series, where nobody says one: the cube root of it. */
export function usualBlock(n: number): number {
  return Math.max(1, Math.round(Math.cbrt(n)));
}

/** One series drawn anew from the blocks of another. */
export function resampled(series: ArrayLike<number>, random: Random, block: number): Float64Array {
  const n = series.length;
  const drawn = new Float64Array(n);
  const blocks = drawBlocks(random, n, block);
  let at = 0;
  for (let k = 0; k < blocks.length; k += 2) {
    const start = blocks[k] ?? 0;
    const length = blocks[k + 1] ?? 0;
    for (let i = 0; i < length; i += 1) {
      drawn[at] = series[(start + i) % n] ?? 0;
      at += 1;
    }
  }
  return drawn;
}
