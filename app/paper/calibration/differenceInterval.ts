import type { Random } from '../../domain/random.ts';

/** What one gap, or one cancellation, came to on both sides, in wei. */
export interface ComparedTrade {
  /** The block that it was found at. */
  readonly block: number;
  readonly real: bigint;
  readonly paper: bigint;
}

/** How far paper may be from real all the same, of real's net: 95 of 100 such samples lie within. */
export interface DifferenceInterval {
  readonly lowPpm: number;
  readonly highPpm: number;
  /** Stretches of `stretchBlocks` blocks that it was resampled from. */
  readonly stretches: number;
}

/** Trades near each other fall and stand together (a busy minute, a way that was chosen), so that they are drawn together. */
const stretchBlocks = 20;
const leastStretches = 10;
const samples = 2_000;
const tailShare = 0.025;
const million = 1_000_000;

/**
 * What chance leaves open about paper's net less real's: the run's stretches of blocks are drawn anew, as many, with replacement, and the
 * difference of each such sample taken (block bootstrap, percentiles: Künsch 1989; Efron and Tibshirani 1993, chapters 8 and 13).
 * @returns null where the run is too short, or real's net is not told apart from nothing
 */
export function differenceInterval(trades: readonly ComparedTrade[], random: Random): DifferenceInterval | null {
  const stretches = stretchesOf(trades);
  if (stretches.length < leastStretches) return null;
  const ratios: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    let [real, paper] = [0, 0];
    for (let drawn = 0; drawn < stretches.length; drawn += 1) {
      const stretch = stretches[random.below(stretches.length)] ?? noTrade;
      real += stretch.real;
      paper += stretch.paper;
    }
    if (real <= 0) return null;
    ratios.push((paper - real) / real);
  }
  ratios.sort((a, b) => a - b);
  const at = (share: number): number => Math.round((ratios[Math.round(share * (samples - 1))] ?? 0) * million);
  return { lowPpm: at(tailShare), highPpm: at(1 - tailShare), stretches: stretches.length };
}

interface Stretch {
  real: number;
  paper: number;
}
const noTrade: Stretch = { real: 0, paper: 0 };

/** From the first trade's to the last's; those between in which nothing was found are there too. */
function stretchesOf(trades: readonly ComparedTrade[]): readonly Stretch[] {
  const [first, last] = trades.reduce(
    ([low, high], { block }) => [Math.min(low, block), Math.max(high, block)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  if (trades.length === 0) return [];
  const stretches = Array.from({ length: Math.floor((last - first) / stretchBlocks) + 1 }, () => ({ ...noTrade }));
  for (const { block, real, paper } of trades) {
    const stretch = stretches[Math.floor((block - first) / stretchBlocks)];
    if (stretch === undefined) continue;
    stretch.real += Number(real);
    stretch.paper += Number(paper);
  }
  return stretches;
}
