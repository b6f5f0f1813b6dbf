import { type ExactDirection, ExactPool } from '../exactPool.ts';
import type { ExactPoolState } from '../exactPoolState.ts';

/** One swap of a chain. */
export interface ExactHop {
  readonly pool: ExactPool;
  readonly direction: ExactDirection;
  /** Its fee moves with the balances, in steps of 1e-10. */
  readonly hasMovingFee: boolean;
}

export function exactHop(state: ExactPoolState, placeIn: number, out: number): ExactHop {
  const isOffPeg = 'offpegFeeMultiplierE10' in state && state.offpegFeeMultiplierE10 > 10_000_000_000n;
  return {
    pool: new ExactPool(state),
    direction: { in: placeIn, out, exactIn: true },
    hasMovingFee: isOffPeg || state.kind === 'curveCrypto',
  };
}

/** What each amount becomes; null where a swap fails. */
export function outputsOf(hops: readonly ExactHop[], amounts: readonly bigint[]): (bigint | null)[] {
  let now: (bigint | null)[] = [...amounts];
  for (const { pool, direction } of hops) {
    const asked = now.map((amount) => amount ?? 0n);
    const quotes = pool.quote(direction, asked);
    now = now.map((amount, i) => {
      const quote = quotes[i];
      return amount === null || amount === 0n || quote === undefined || !quote.ok ? null : quote.amountOut;
    });
  }
  return now;
}

export interface BestInput {
  readonly amountIn: bigint;
  readonly profit: bigint;
}

const nothing: BestInput = { amountIn: 0n, profit: 0n };

/** The input among these that brings most. */
export function bestAmong(
  hops: readonly ExactHop[],
  amounts: readonly bigint[],
  atLeast: BestInput = nothing,
): BestInput {
  const inputs = amounts.filter((amount) => amount > 0n);
  let best = atLeast;
  outputsOf(hops, inputs).forEach((out, i) => {
    const amountIn = inputs[i] ?? 0n;
    if (out !== null && out - amountIn > best.profit) best = { amountIn, profit: out - amountIn };
  });
  return best;
}

/** From `from` to `to`, both included, in equal steps. */
export function evenly(from: bigint, to: bigint, steps: number): bigint[] {
  return Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * BigInt(i)) / BigInt(steps));
}

/** Inputs over the whole range that amounts can have, `perOctave` to each doubling. */
export function wholeRange(perOctave: number): bigint[] {
  const amounts = new Set<bigint>();
  for (let octave = 0n; octave < 112n; octave += 1n) {
    for (let i = 0; i < perOctave; i += 1) {
      amounts.add(((1n << octave) * BigInt(perOctave + i)) / BigInt(perOctave));
    }
  }
  return [...amounts];
}

const zoomSteps = 16;

/**
 * The most that a closed chain brings, by asking for inputs over the whole range and ever finer around the best: slow and plain, with nothing in common with
 * the core's search but the swaps themselves.
 */
export function plainOptimum(hops: readonly ExactHop[], perOctave = 4): BestInput {
  let best = bestAmong(hops, wholeRange(perOctave));
  if (best.profit === 0n) return best;
  let [low, high] = [best.amountIn / 2n, best.amountIn * 2n];
  while (high - low > BigInt(zoomSteps)) {
    best = bestAmong(hops, evenly(low, high, zoomSteps), best);
    const step = (high - low) / BigInt(zoomSteps) + 1n;
    const nextLow = best.amountIn > step ? best.amountIn - step : 1n;
    [low, high] = [nextLow, best.amountIn + step];
    if (step <= 2n) break;
  }
  return bestAmong(hops, evenly(low, high, Number(high - low)), best);
}
