import type { TokenAmount, Wei } from './amount.ts';
import type { LenderKind, PoolKind } from './chain.ts';
import type { EpochMs } from './clock.ts';
import type { Address, Bytes, Hash } from './hex.ts';
import type { StrategyId } from './mode.ts';
import type { BlockReference } from './opportunity.ts';
import type { Plan } from './plan.ts';
import type { Rejection } from './rejection.ts';

/**
 * intended (journaled, durable) -> signed (durable) -> submitted -> landed | reverted | replaced | dropped;
 * refused when the signer said no; cancelling while a cancellation at the same nonce is under way.
 */
export type OrderState =
  | 'intended'
  | 'signed'
  | 'submitted'
  | 'cancelling'
  | 'landed'
  | 'reverted'
  | 'replaced'
  | 'dropped'
  | 'refused';

export const openOrderStates: readonly OrderState[] = ['intended', 'signed', 'submitted', 'cancelling'];

/** Who allows an order to be signed: looked up by the signer, which got it from main. */
export type Authority =
  | { readonly kind: 'approval'; readonly approvalId: string }
  | { readonly kind: 'grant'; readonly grantId: string };

/** A transaction of somebody else that moved the pools of a route of ours, as read from its block. */
export interface Taker {
  readonly sender: Address;
  readonly transactionHash: Hash;
  /** What the transaction called; null where it made a contract. */
  readonly contract: Address | null;
  /** The priority fee: effective tip per gas times gas used. A payment inside the transaction is not seen. */
  readonly tipPaid: Wei;
  /** What sender and called contract together gained and gave; null where the receipt's transfers do not tell it exactly. */
  readonly earned: readonly TokenDelta[] | null;
}

/** Who took what we went for. What goes beyond the first three is absent in journals of earlier versions. */
export interface LostTo extends Partial<Taker> {
  readonly sender: Address;
  readonly transactionHash: Hash;
  /** Their effective tip per gas minus ours, in wei; positive when they paid more. */
  readonly tipAbove: Wei;
}

/** A token balance that changed: positive came in. */
export interface TokenDelta {
  readonly token: Address;
  readonly amount: TokenAmount;
}

/** Where an order comes from: what its profit or loss is told apart by. */
export interface OrderOrigin {
  readonly strategy: StrategyId;
  /** Kinds of the route's pools, in order. */
  readonly poolKinds: readonly PoolKind[];
  /** Of a split route: over how many of them each leg goes. */
  readonly legPools?: readonly number[];
  /** Who lent the input, first called first; empty for a flash swap of the first pool. */
  readonly lenders: readonly LenderKind[];
  /** What the lenders ask, in the profit token. */
  readonly flashFee: TokenAmount;
}

export interface Order {
  readonly id: string;
  readonly ticketId: string;
  readonly kind: 'execute' | 'cancel';
  readonly plan: Plan;
  readonly authority: Authority;
  readonly nonce: number;
  readonly route: string;
  /** Pools of the route, in order; empty for a cancellation. */
  readonly routePools: readonly Address[];
  readonly predicted: { readonly gross: TokenAmount; readonly profitToken: Address; readonly net: Wei };
  /** Absent in journals of earlier versions. */
  readonly origin?: OrderOrigin;
  readonly createdAtMs: EpochMs;
  /** The head when it was decided; absent in journals of earlier versions. */
  readonly decidedAt?: BlockReference;
  readonly deadlineS: number;
  readonly state: OrderState;
  readonly transactionHash: Hash | null;
  /** The signed transaction, kept so that a restart re-sends the very same bytes and never signs a second time. */
  readonly rawTransaction: Bytes | null;
  /** The head when it was first sent. */
  readonly submittedAt: BlockReference | null;
  readonly resolvedAt: BlockReference | null;
  readonly lostTo: LostTo | null;
  readonly reason: Rejection | null;
}

export interface Receipt {
  readonly transactionHash: Hash;
  readonly block: BlockReference;
  readonly transactionIndex: number;
  readonly succeeded: boolean;
  readonly gasUsed: number;
  readonly effectiveGasPrice: Wei;
  /** What an OP Stack chain took for the transaction's data beside its gas; absent where it asks none. */
  readonly dataFee?: Wei;
  /** ERC-20 transfers in the receipt that touch our wallet: positive came in. */
  readonly tokenDeltas: readonly TokenDelta[];
}

/** What an order really brought and cost, from its receipt. */
export interface Fill {
  readonly orderId: string;
  readonly block: BlockReference;
  readonly receipt: Receipt;
  readonly realised: { readonly token: Address; readonly amount: TokenAmount };
  readonly gasPaid: Wei;
  /** realised valued in the native currency less gasPaid. */
  readonly net: Wei;
}
