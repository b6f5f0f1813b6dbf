import type { Relay } from '../domain/chain.ts';
import type { DataFeeRule } from '../domain/dataFee.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { BlockReference, MissedOpportunity } from '../domain/opportunity.ts';
import type { Order } from '../domain/order.ts';
import type { Plan } from '../domain/plan.ts';
import type { Pool } from '../domain/pool.ts';
import type { PublicBytes, RelayBytes } from '../domain/signedBytes.ts';
import type { Ticket } from '../domain/ticket.ts';

export interface QuoteCheck {
  readonly pool: Address;
  readonly zeroForOne: boolean;
  readonly amountIn: bigint;
  /** Our own quote, or null where our mathematics says that it would revert. */
  readonly local: bigint | null;
}

/** An order of ours as a member of a bundle. */
export interface RelayMember {
  readonly orderId: string;
  readonly rawTransaction: RelayBytes;
}

/**
 * What the kernel wants done in the world. It never waits: each result comes back as an EngineInput. What hands out a
 * signature or asks for one is carried out only after the journal entry that names it is on disk.
 */
export type Effect =
  | {
      readonly kind: 'simulate';
      readonly ticketId: string;
      readonly stage: 'atBlock';
      readonly plan: Plan;
      readonly at: BlockReference;
    }
  | {
      readonly kind: 'simulate';
      readonly ticketId: string;
      readonly stage: 'onPending';
      readonly plan: Plan;
      readonly routePools: readonly Address[];
    }
  | { readonly kind: 'sign'; readonly order: Order }
  /** To the public pool. */
  | { readonly kind: 'submit'; readonly orderId: string; readonly rawTransaction: PublicBytes }
  /** Has a relay run signed transactions, in nonce order, at the top of the block after `block`. */
  | {
      readonly kind: 'simulateBundle';
      readonly relay: Relay;
      readonly block: BlockReference;
      readonly members: readonly RelayMember[];
    }
  /** Asks a relay for them in the block after `block`; takes the place of what it was asked for that block before. */
  | {
      readonly kind: 'sendBundle';
      readonly relay: Relay;
      readonly block: BlockReference;
      readonly members: readonly RelayMember[];
      readonly reverting: readonly Hash[];
      readonly maxTimestampS: number;
    }
  /** Takes back what a relay was asked for that block. */
  | { readonly kind: 'cancelBundle'; readonly relay: Relay; readonly targetBlock: number }
  | {
      readonly kind: 'attribute';
      readonly order: Order;
      readonly block: BlockReference;
      readonly transactionIndex: number;
    }
  | {
      readonly kind: 'attributeMisses';
      readonly block: BlockReference;
      readonly missed: readonly MissedOpportunity[];
    }
  /** Which of our open orders can still be in the next block: all that an offer to a relay has to wait for. */
  | { readonly kind: 'readNonce'; readonly block: BlockReference }
  | {
      readonly kind: 'readAccount';
      readonly block: BlockReference;
      readonly orders: readonly Order[];
      /** Orders that should never be included: asked about only where the account has used their nonces. */
      readonly watched: readonly Order[];
      /** Blocks at or below it that the books rest on and that were not followed one by one: are they still the chain's? */
      readonly bookedIn: readonly BlockReference[];
    }
  /** `ticketId`: the ticket that the chain contradicted, whose lenders may have changed. */
  | { readonly kind: 'readLenders'; readonly block: BlockReference; readonly ticketId: string | null }
  | { readonly kind: 'readDataFee'; readonly block: BlockReference; readonly rule: DataFeeRule }
  | { readonly kind: 'checkQuotes'; readonly block: BlockReference; readonly checks: readonly QuoteCheck[] }
  /** How the pools' tokens really move, at the end of this block; for a ticket whose simulation contradicted us, or in general. */
  | {
      readonly kind: 'testTransfers';
      readonly block: BlockReference;
      readonly ticketId: string | null;
      readonly pools: readonly Pool[];
    }
  | { readonly kind: 'wantApproval'; readonly ticket: Ticket; readonly nonce: number }
  | { readonly kind: 'withdrawApproval'; readonly ticketId: string; readonly reason: string }
  /** The market state is known to be wrong somewhere: read it anew. */
  | { readonly kind: 'resynchronise'; readonly reason: string }
  | { readonly kind: 'halted'; readonly reason: string }
  /** A limit was crossed: nothing new is opened, by the signer neither. */
  | { readonly kind: 'reduceOnly'; readonly reason: string };
