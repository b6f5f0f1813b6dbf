/** limit: takes what it can, and rests with what is left. postOnly: rests, or not at all. ioc: takes what it can within its price, at once. market: at any price. */
export type OrderKind = 'limit' | 'postOnly' | 'ioc' | 'market';
export type OrderSide = 'buy' | 'sell';

/** An order of ours. Ticks and size as its instrument counts them (`app/book/instrument.ts`). */
export interface BookOrder {
  readonly id: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  /** The worst price; 0 for a market order. */
  readonly ticks: bigint;
  readonly size: bigint;
}

/**
 * Why an order is over. filled: whole. cancelled: as we asked. BOOK_UNKNOWN: there was no whole book when it came. BOOK_WOULD_TAKE: a post-only order that would have taken. BOOK_UNFILLED: an immediate
 * order found no more within its price. BOOK_EXHAUSTED: a market order found no more in the book as it is known. BOOK_SELF_TRADE: it would have met an order of ours; the newer one goes.
 */
export type OrderEnd =
  | 'filled'
  | 'cancelled'
  | 'BOOK_UNKNOWN'
  | 'BOOK_WOULD_TAKE'
  | 'BOOK_UNFILLED'
  | 'BOOK_EXHAUSTED'
  | 'BOOK_SELF_TRADE';

interface AtVenue {
  readonly order: BookOrder;
  /** By the venue's clock, in microseconds. */
  readonly atUs: number;
  /** When we hear of it. */
  readonly knownUs: number;
}

/** What becomes of orders. */
export type OrderEvent =
  /** It stands in its level's queue; `ahead` is what goes before it. */
  | (AtVenue & { readonly kind: 'resting'; readonly open: bigint; readonly ahead: bigint })
  | (AtVenue & {
      readonly kind: 'fill';
      readonly role: 'maker' | 'taker';
      readonly ticks: bigint;
      readonly size: bigint;
      /** Price times size, and the fee on it (below 0: a rebate), in 10^-(price digits + size digits) of the quote currency. */
      readonly notional: bigint;
      readonly fee: bigint;
    })
  /** `open`: what was not filled of it. */
  | (AtVenue & { readonly kind: 'ended'; readonly reason: OrderEnd; readonly open: bigint });
