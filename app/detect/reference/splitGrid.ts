import { type ExactHop, outputsOf } from './exactCycle.ts';

/** A leg over parallel pools, in the one direction. */
export type SplitHops = readonly ExactHop[];

/** What a leg pays where pool i takes inputs[i]; null where a pool refuses. A pool that takes nothing is left out. */
export function legOutput(leg: SplitHops, inputs: readonly bigint[]): bigint | null {
  let sum = 0n;
  for (const [i, hop] of leg.entries()) {
    const amount = inputs[i] ?? 0n;
    if (amount === 0n) continue;
    const [out = null] = outputsOf([hop], [amount]);
    if (out === null) return null;
    sum += out;
  }
  return sum;
}

/** All ways to lay `steps` equal parts into `pools` places. */
function compositions(steps: number, pools: number): number[][] {
  if (pools === 1) return [[steps]];
  return Array.from({ length: steps + 1 }, (_, first) =>
    compositions(steps - first, pools - 1).map((rest) => [first, ...rest]),
  ).flat();
}

/** What the best of a grid of distributions of `total` over the leg pays, zoomed in on `zooms` times. */
export function gridOutput(leg: SplitHops, total: bigint, steps: number, zooms: number): bigint {
  let best = { out: -1n, inputs: [] as bigint[] };
  const consider = (inputs: bigint[]): void => {
    const out = inputs.every((amount) => amount >= 0n) ? legOutput(leg, inputs) : null;
    if (out !== null && out > best.out) best = { out, inputs };
  };
  for (const parts of compositions(steps, leg.length)) {
    const inputs = parts.map((part) => (total * BigInt(part)) / BigInt(steps));
    inputs[0] = total - inputs.slice(1).reduce((sum, amount) => sum + amount, 0n);
    consider(inputs);
  }
  let stride = total / BigInt(steps);
  for (let zoom = 0; zoom < zooms && stride > 0n && best.out >= 0n; zoom += 1) {
    const centre = best.inputs;
    for (let from = 0; from < leg.length; from += 1)
      for (let to = 0; to < leg.length; to += 1)
        if (from !== to)
          consider(centre.map((amount, i) => (i === from ? amount - stride : i === to ? amount + stride : amount)));
    // Nothing near is better at this stride.
    if (best.inputs === centre) stride /= 3n;
  }
  return best.out;
}

export interface GridBest {
  readonly amountIn: bigint;
  readonly profit: bigint;
}

/**
 * The most that a closed route over parallel pools brings: inputs over a grid, each leg's distribution by a grid of its own, both finer around the
 * best. Slow and plain, with nothing in common with the core but the swaps themselves.
 */
export function gridOptimum(legs: readonly SplitHops[], near: bigint, steps: number, zooms: number): GridBest {
  let best: GridBest = { amountIn: 0n, profit: 0n };
  const consider = (amountIn: bigint): void => {
    if (amountIn <= 0n) return;
    let amount = amountIn;
    for (const leg of legs) {
      amount = gridOutput(leg, amount, steps, zooms);
      if (amount <= 0n) return;
    }
    if (amount - amountIn > best.profit) best = { amountIn, profit: amount - amountIn };
  };
  for (let i = 1n; i <= 8n; i += 1n) consider((near * i) / 4n);
  let stride = near / 8n;
  for (let round = 0; round < 12 && stride > 0n; round += 1) {
    const centre = best.amountIn;
    consider(centre + stride);
    consider(centre - stride);
    if (best.amountIn === centre) stride /= 3n;
  }
  return best;
}
