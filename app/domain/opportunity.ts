import type { TokenAmount, Wei } from './amount.ts';
import type { PoolKind } from './chain.ts';
import type { EpochMs } from './clock.ts';
import type { Address, Hash } from './hex.ts';
import type { StrategyId } from './mode.ts';
import type { Funding } from './plan.ts';
import type { Rejection } from './rejection.ts';
import type { StageClock } from './stageClock.ts';

/** One swap of a route, with the exact amounts predicted at the opportunity's block. */
export interface RouteHop {
  readonly pool: Address;
  readonly kind: PoolKind;
  readonly venue: string;
  readonly feePpm: number;
  readonly zeroForOne: boolean;
  readonly tokenIn: Address;
  readonly tokenOut: Address;
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** Of a split route: the leg that this swap is a part of, from 0. Then all hops have it, leg by leg; routes of one pool a leg have none. */
  readonly leg?: number;
}

/** Which block an amount was computed against. */
export interface BlockReference {
  readonly number: number;
  readonly hash: Hash;
}

/**
 * - found: seen and priced
 * - rejected: we will not trade it, `reason` says why
 * - ticketed: it became a ticket; the ticket's state tells the rest
 * - gone: a later block no longer has it
 */
export type OpportunityState = 'found' | 'rejected' | 'ticketed' | 'gone';

/** A closed route that ends with more of `profitToken` than it began with, at one block, to the wei. */
export interface Opportunity {
  /** Deterministic: block number, then rank, such as "18204-1". */
  readonly id: string;
  readonly strategy: StrategyId;
  readonly block: BlockReference;
  readonly seenAtMs: EpochMs;
  readonly hops: readonly RouteHop[];
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** amountOut - amountIn - flashFee, in profitToken. */
  readonly gross: TokenAmount;
  readonly funding: Funding;
  /** What the lenders ask beyond the route's own swap fees, in profitToken. 0 for a flash swap repaid in its first pool. */
  readonly flashFee: TokenAmount;
  readonly gasUnits: number;
  /** What a rollup asks for the transaction's data; absent where only gas costs. */
  readonly dataFee?: Wei;
  /** gasUnits at base fee + tip, and the data fee. */
  readonly gasCost: Wei;
  /** gross valued in the native currency, less gasCost. */
  readonly net: Wei;
  readonly state: OpportunityState;
  readonly reason: Rejection | null;
  readonly clock: StageClock;
}

/** An opportunity that would have paid and that nobody of us took. */
export interface MissedOpportunity {
  readonly id: string;
  readonly route: string;
  readonly routePools: readonly Address[];
  /** Predicted at the last block that had it. */
  readonly net: Wei;
}
