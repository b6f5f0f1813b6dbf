import { z } from 'zod';

/** A positive decimal as a person writes it. */
const decimalSchema = z.string().regex(/^\d{1,18}(\.\d{1,18})?$/);
const amountSchema = z.string().regex(/^-?\d{1,60}(\.\d{1,40})?$/);
const nameSchema = z.string().trim().min(1).max(64);
const timeSchema = z.number().nonnegative();

export const bookOrderKinds = ['limit', 'postOnly', 'ioc', 'market'] as const;

/** An order of ours in a recorded market, sent at a time of it. */
export const bookOrderSchema = z
  .strictObject({
    side: z.enum(['buy', 'sell']),
    kind: z.enum(bookOrderKinds),
    /** The worst price; null of a market order. */
    price: decimalSchema.nullable(),
    size: decimalSchema,
    /** When we send it, in milliseconds since 1970 by the venue's clock. */
    atMs: timeSchema,
    /** When we ask for it to be cancelled, so long after; null: never. */
    cancelAfterMs: z.number().positive().max(86_400_000).nullable(),
  })
  .refine(
    ({ kind, price }) => (kind === 'market') === (price === null),
    'a market order has no price, any other has one',
  );

/** Orders on paper against the recorded book of a series. */
export const bookPaperOrderSchema = z.strictObject({
  venue: nameSchema,
  symbol: nameSchema,
  orders: z.array(bookOrderSchema).min(1).max(50),
  /** What the venue asks, in millionths of the notional; a maker may be paid. */
  makerPpm: z.int().min(-10_000).max(100_000),
  takerPpm: z.int().min(0).max(100_000),
  /** What is assumed of cancelled orders at our level: that they stood behind us, or anywhere alike. */
  queueRule: z.enum(['conservative', 'proportional']),
  /** Of the latencies' draws. */
  seed: z.int().nonnegative(),
});
export type BookPaperOrder = z.infer<typeof bookPaperOrderSchema>;

const fillSchema = z.strictObject({
  /** At the venue, and when we hear of it. */
  atMs: timeSchema,
  knownMs: timeSchema,
  role: z.enum(['maker', 'taker']),
  price: amountSchema,
  size: amountSchema,
  fee: amountSchema,
});

export const mostFillsShown = 100;

const outcomeSchema = z.strictObject({
  side: z.enum(['buy', 'sell']),
  kind: z.enum(bookOrderKinds),
  price: amountSchema.nullable(),
  size: amountSchema,
  sentMs: timeSchema,
  /** When it came to the venue: a latency that was measured later. */
  cameMs: timeSchema,
  /** filled, cancelled, a BOOK_* reason, or open where the recording went no further. */
  end: z.string().max(32),
  filled: amountSchema,
  open: amountSchema,
  /** Rounded to the digits that it is kept with; null where nothing was filled. */
  averagePrice: amountSchema.nullable(),
  notional: amountSchema,
  /** Below 0: a rebate. */
  fee: amountSchema,
  makerSize: amountSchema,
  takerSize: amountSchema,
  /** What stood before it when it began to rest; null where it never did. */
  ahead: amountSchema.nullable(),
  /** How much worse than its first taken price its taking was on the average, in basis points; null where it took nothing. */
  impactBps: z.number().nullable(),
  fills: z.array(fillSchema).max(mostFillsShown),
  moreFills: z.int().nonnegative(),
});
export type BookOrderOutcome = z.infer<typeof outcomeSchema>;

/** What they came to. Nothing of it was ever sent, and nobody answered to it. */
export const bookPaperReportSchema = z.strictObject({
  mode: z.literal('PAPER'),
  venue: z.string().max(64),
  symbol: z.string().max(64),
  /** The stretch of the recording that was gone through. */
  firstMs: timeSchema,
  lastMs: timeSchema,
  messages: z.int().nonnegative(),
  trades: z.int().nonnegative(),
  /** By what the way to the venue and back was drawn. */
  latency: z.strictObject({
    source: z.string().max(200),
    samples: z.int().positive(),
    medianMs: z.number(),
    worstMs: z.number(),
  }),
  orders: z.array(outcomeSchema).max(50),
  /** In the quote currency: what sales brought less what buys cost, less fees; and the base that is held after all of them. */
  quoteChange: amountSchema,
  baseChange: amountSchema,
  fees: amountSchema,
});
export type BookPaperReport = z.infer<typeof bookPaperReportSchema>;

/** main -> history process, topic "bookPaper". */
export const bookPaperRequests = {
  /** @throws BOOK_UNKNOWN, BOOK_PAPER_*, HISTORY_* */
  tradeOnBook: {
    request: z.strictObject({ ask: bookPaperOrderSchema, journalFile: z.string().min(1) }),
    response: bookPaperReportSchema,
  },
} as const;
