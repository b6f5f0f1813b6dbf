import type { EquityPoint } from '../domain/equity.ts';
import type { Address } from '../domain/hex.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { TradingState } from '../domain/mode.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Fill, Order } from '../domain/order.ts';
import type { RivalTotals } from '../domain/rival.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { TierChange } from '../domain/tier.ts';
import type { Distrust } from '../domain/transferTest.ts';
import type { Counters } from './counters.ts';

/** Why a pool is not traded, with what was compared. Kept until a fresh snapshot clears it. */
export interface Quarantine {
  readonly pool: Address;
  readonly sinceMs: number;
  readonly blockNumber: number;
  readonly reason: string;
}

/** What the kernel concluded, in the order it did. The journal keeps each one; a replay must produce the same bytes. */
export type Decision =
  | { readonly kind: 'opportunity'; readonly opportunity: Opportunity }
  | { readonly kind: 'ticket'; readonly ticket: Ticket }
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'fill'; readonly fill: Fill }
  | { readonly kind: 'fillReversed'; readonly orderId: string; readonly blockNumber: number }
  | { readonly kind: 'ledger'; readonly entry: LedgerEntry }
  | { readonly kind: 'equity'; readonly point: EquityPoint }
  | { readonly kind: 'rival'; readonly rival: RivalTotals; readonly removed: Address | null }
  | { readonly kind: 'quarantine'; readonly quarantine: Quarantine }
  | { readonly kind: 'released'; readonly pool: Address }
  | { readonly kind: 'distrusted'; readonly distrust: Distrust }
  | { readonly kind: 'trusted'; readonly pool: Address }
  | { readonly kind: 'tradingState'; readonly state: TradingState; readonly reason: string }
  /** Own capital belongs to another tier from here on. */
  | { readonly kind: 'tier'; readonly change: TierChange }
  /** The running totals after a block, so that a restart goes on counting where the last process stopped. */
  | { readonly kind: 'progress'; readonly counters: Counters }
  | { readonly kind: 'error'; readonly message: string };
