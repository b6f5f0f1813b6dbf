import { type TokenAmount, tokenAmount, type Wei } from '../domain/amount.ts';
import type { PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { CycleHop, ProfitToken } from './cycle.ts';
import type { AnyPoolKind } from './poolIndex.ts';

/** One step of a split cycle: the same two tokens through one or more pools at once. */
export interface SplitLeg<Kind extends AnyPoolKind = PoolKind> {
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  /** The sum over its swaps: for a later leg all that the leg before paid. */
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** No contract comes twice in all legs together, so the swaps of a leg may run in any order. */
  readonly swaps: readonly [CycleHop<Kind>, ...CycleHop<Kind>[]];
}

/**
 * A closed route whose legs go over parallel pools. Parallel cycles over the same tokens are this too: what they bring into a token is one amount,
 * and spreading that over the next leg's pools freely is never worse than keeping the cycles apart.
 */
export interface SplitCycle<Kind extends AnyPoolKind = PoolKind> {
  readonly legs: readonly SplitLeg<Kind>[];
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** amountOut - amountIn, above zero. */
  readonly gross: TokenAmount;
  readonly gasUnits: number;
  readonly gasCost: Wei;
  /** gross in native currency less gasCost and the data fee; above the net of the best single cycle over the route's own pools. */
  readonly net: Wei;
}

export interface SplitParameters {
  /** The cycle's profit token. */
  readonly value: ProfitToken;
  /** As in DetectParameters. */
  readonly gasPrice: Wei;
  readonly dataFee?: { readonly base: Wei; readonly perHop: Wei };
  /** Swaps of the whole route: at most 16. */
  readonly mostSwaps: number;
}

/** All swaps, leg by leg. */
export function swapsOf<Kind extends AnyPoolKind>({ legs }: Pick<SplitCycle<Kind>, 'legs'>): CycleHop<Kind>[] {
  return legs.flatMap(({ swaps }) => swaps);
}

/** A swap as a plan takes it: its leg, and its amount unless it takes what the others of a later leg leave. */
export type PlannedSwap<Kind extends AnyPoolKind = PoolKind> = Pick<
  CycleHop<Kind>,
  'kind' | 'pool' | 'zeroForOne' | 'feePpm'
> & { readonly part: { readonly leg: number; readonly amountIn: TokenAmount } };

/** All swaps for a plan, leg by leg. */
export function plannedSwaps<Kind extends AnyPoolKind>({
  legs,
}: {
  readonly legs: readonly { readonly swaps: readonly CycleHop<Kind>[] }[];
}): PlannedSwap<Kind>[] {
  return legs.flatMap(({ swaps }, leg) =>
    swaps.map(({ kind, pool, zeroForOne, feePpm, amountIn }, place) => {
      const takesRest = leg > 0 && place === swaps.length - 1;
      return { kind, pool, zeroForOne, feePpm, part: { leg, amountIn: takesRest ? tokenAmount(0n) : amountIn } };
    }),
  );
}
