import type { Wei } from './amount.ts';
import type { Address } from './hex.ts';

/** What profit and loss is told apart by. */
export const breakdownDimensions = [
  'strategy',
  'chain',
  'token',
  'day',
  'submission',
  'route',
  'lender',
  'outcome',
] as const;
export type BreakdownDimension = (typeof breakdownDimensions)[number];

/**
 * What a set of orders brought and cost. Amounts of tokens are in their smallest unit; the rest is in the native currency.
 * Cancelling transactions are no orders of their own: their gas counts to the order that they took back.
 */
export interface BreakdownFigures {
  readonly orders: number;
  readonly landed: number;
  /** Ended without landing, whether on chain or off it. */
  readonly failed: number;
  /** Realised, by profit token; flash fees are taken out already. */
  readonly gross: ReadonlyMap<Address, bigint>;
  /** Paid to lenders by landed orders, by profit token. */
  readonly flashFees: ReadonlyMap<Address, bigint>;
  /** Realised less predicted of landed orders, by profit token. */
  readonly slippage: ReadonlyMap<Address, bigint>;
  /** All that was paid for inclusion: base fee and priority fee. */
  readonly gas: Wei;
  /** The part of `gas` that went to block producers, where it is known. */
  readonly tips: Wei;
  /** Transactions whose priority fee is not known: they paid their fee cap, and the base fee is not recorded. */
  readonly tipsUnknown: number;
  /** The part of `gas` that brought nothing: of reverted and of cancelling transactions. */
  readonly failureCost: Wei;
  /** Realised, valued at the landing block, less gas. */
  readonly net: Wei;
  /** What was predicted for the orders that ended, net of gas. */
  readonly predictedNet: Wei;
}
