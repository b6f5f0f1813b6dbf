import type { TokenAmount, Wei } from './amount.ts';
import type { EpochMs } from './clock.ts';
import type { Address, Bytes, Hash } from './hex.ts';
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

/** Who took what we went for, as read from the block. */
export interface LostTo {
  readonly sender: Address;
  readonly transactionHash: Hash;
  /** Their effective tip per gas minus ours, in wei; positive when they paid more. */
  readonly tipAbove: Wei;
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
  readonly createdAtMs: EpochMs;
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
  /** ERC-20 transfers in the receipt that touch our wallet: positive came in. */
  readonly tokenDeltas: readonly { readonly token: Address; readonly amount: TokenAmount }[];
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
