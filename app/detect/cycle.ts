import type { TokenAmount, Wei } from '../domain/amount.ts';
import type { PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import type { AnyPoolKind } from './poolIndex.ts';

/** A token that a cycle may start and end in, with its value in the native currency as an exact fraction. */
export interface ProfitToken {
  readonly token: Address;
  /** wei = amount * weiNumerator / weiDenominator, rounded down. */
  readonly weiNumerator: bigint;
  readonly weiDenominator: bigint;
}

/** A hop through a pool of any kind. zeroForOne: the token that goes in stands before the other in the pool. */
export type CycleHop<Kind extends AnyPoolKind> = Omit<RouteHop, 'kind'> & { readonly kind: Kind };

/** A closed route with its exact optimal input. Amounts are integers from the same mathematics as the pools' contracts. */
export interface Cycle<Kind extends AnyPoolKind = PoolKind> {
  readonly hops: readonly CycleHop<Kind>[];
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** amountOut - amountIn, above zero. */
  readonly gross: TokenAmount;
  readonly gasUnits: number;
  readonly gasCost: Wei;
  /** gross in native currency less gasCost and the data fee; may be negative (shown as below cost). */
  readonly net: Wei;
}
