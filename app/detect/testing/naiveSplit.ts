import type { Pool, PoolState } from '../../domain/pool.ts';
import { referenceChain } from '../reference/cycleProfit.ts';

/** One pool of a leg, in its direction. */
export interface NaiveHop {
  readonly pool: Pool;
  readonly state: PoolState;
  readonly zeroForOne: boolean;
}

const chunks = 40n;

/** A leg's output as common routers find it: the input in equal chunks, each to the pool that pays most for it on top of what it has. */
function spread(leg: readonly NaiveHop[], total: bigint): bigint {
  const taken = leg.map(() => ({ input: 0n, output: 0n }));
  for (let i = 0n; i < chunks; i += 1n) {
    const chunk = (total * (i + 1n)) / chunks - (total * i) / chunks;
    let best = { place: 0, output: -1n };
    leg.forEach((hop, place) => {
      const own = taken[place] ?? { input: 0n, output: 0n };
      const output = referenceChain([hop], own.input + chunk) ?? -1n;
      const before = taken[best.place]?.output ?? 0n;
      if (best.output < 0n || output - own.output > best.output - before) best = { place, output };
    });
    const chosen = taken[best.place];
    if (chosen === undefined) return 0n;
    taken[best.place] = { input: chosen.input + chunk, output: best.output };
  }
  return taken.reduce((sum, { output }) => sum + output, 0n);
}

/** What a closed route over parallel pools brings, its input found by halving strides: the plain way, to stand beside the core's. */
export function naiveSplit(legs: readonly (readonly NaiveHop[])[], near: bigint): bigint {
  const profitOf = (amountIn: bigint): bigint => legs.reduce((amount, leg) => spread(leg, amount), amountIn) - amountIn;
  let [amountIn, profit] = [near, profitOf(near)];
  for (let stride = near / 2n; stride > near / 1000n; ) {
    const moved = [amountIn + stride, amountIn - stride].find((each) => each > 0n && profitOf(each) > profit);
    if (moved === undefined) stride /= 2n;
    else [amountIn, profit] = [moved, profitOf(moved)];
  }
  return profit;
}
