import { z } from 'zod';

const nameSchema = z.string().trim().min(1).max(64);
const timeSchema = z.number().nonnegative();
/** A decimal in full: prices in the quote currency, sizes in the base. */
const decimalSchema = z.string().regex(/^\d{1,40}(\.\d{1,40})?$/);
const statisticSchema = z.number().nullable();

export const mostBookLevels = 200;
export const mostBookTrades = 200;
export const mostBookPoints = 600;
/** What one line of measures may span: all changes in it are gone through. */
export const longestBookSpanMs = 6 * 3_600_000;

const levelSchema = z.strictObject({ price: decimalSchema, size: decimalSchema });

/** A recorded book at a time: the book of a series that the market history keeps. */
export const bookMomentRequestSchema = z.strictObject({
  venue: nameSchema,
  symbol: nameSchema,
  /** null: where the recording begins. */
  atMs: timeSchema.nullable(),
  levels: z.int().min(1).max(mostBookLevels),
  trades: z.int().min(0).max(mostBookTrades),
});
export type BookMomentRequest = z.infer<typeof bookMomentRequestSchema>;

/** What a book says at a moment. Statistics: prices and sizes as numbers, for looking at. */
const bookFiguresSchema = z.strictObject({
  spreadBps: statisticSchema,
  mid: statisticSchema,
  /** Between -1 and 1: how much more stands on the bid side, at the best prices and at the five best. */
  imbalance: statisticSchema,
  imbalanceFive: statisticSchema,
  /** The mid weighted by the other side's size. */
  weightedMid: statisticSchema,
  /** What stands at the ten best levels, in the base. */
  bidDepth: statisticSchema,
  askDepth: statisticSchema,
});

export const bookMomentSchema = z.strictObject({
  venue: z.string().max(64),
  symbol: z.string().max(64),
  /** What is recorded of the book. */
  firstMs: timeSchema,
  lastMs: timeSchema,
  /** The moment that is shown, and when the book last changed up to it; null: it had not been stated yet. */
  atMs: timeSchema,
  changedMs: timeSchema.nullable(),
  /** whole: it is shown. lost: messages were missing, or it crossed, and it was not stated anew yet. none: not stated yet. */
  state: z.enum(['whole', 'lost', 'none']),
  /** Best first. */
  bids: z.array(levelSchema).max(mostBookLevels),
  asks: z.array(levelSchema).max(mostBookLevels),
  figures: bookFiguresSchema,
  /** Newest first, up to the moment. */
  trades: z
    .array(
      z.strictObject({
        atMs: timeSchema,
        price: decimalSchema,
        size: decimalSchema,
        /** null: not told. */
        takerBuys: z.boolean().nullable(),
      }),
    )
    .max(mostBookTrades),
});
export type BookMoment = z.infer<typeof bookMomentSchema>;

export const bookSeriesRequestSchema = z
  .strictObject({
    venue: nameSchema,
    symbol: nameSchema,
    fromMs: timeSchema,
    toMs: timeSchema,
    points: z.int().min(1).max(mostBookPoints),
  })
  .refine(({ fromMs, toMs }) => toMs > fromMs && toMs - fromMs <= longestBookSpanMs, 'the span is empty or too long');
export type BookSeriesRequest = z.infer<typeof bookSeriesRequestSchema>;

/** The measures of a book that are kept over time, in the order in which they are offered. */
export const bookMeasureNames = [
  'spread',
  'imbalance',
  'imbalanceFive',
  'microprice',
  'bidDepth',
  'askDepth',
  'impactBuy',
  'impactSell',
  'lambda',
  'markOut1',
  'markOut5',
  'markOut30',
  'queueWait',
] as const;
export type BookMeasureName = (typeof bookMeasureNames)[number];

const columnSchema = z.array(statisticSchema).max(mostBookPoints);

/** A point each, at the end of its stretch of time. null: there was no book, or too little to say. */
export const bookSeriesSchema = z.strictObject({
  stepMs: z.number().positive(),
  /** When the first point ends. */
  firstMs: timeSchema,
  mid: columnSchema,
  measures: z.record(z.enum(bookMeasureNames), columnSchema),
  /** The size whose impact is measured, in the base: ten average trades of the span. null: nothing was traded. */
  impactSize: decimalSchema.nullable(),
  /** Over how long before each point Kyle's lambda is fitted. */
  lambdaMs: z.number().positive(),
  changes: z.int().nonnegative(),
  trades: z.int().nonnegative(),
});
export type BookSeries = z.infer<typeof bookSeriesSchema>;

/** Asked by windows; main passes them on to the history process, topic "recordedBook". @throws BOOK_UNKNOWN, HISTORY_* */
export const recordedBookRequests = {
  bookMoment: { request: bookMomentRequestSchema, response: bookMomentSchema },
  bookSeries: { request: bookSeriesRequestSchema, response: bookSeriesSchema },
} as const;
export type RecordedBookName = keyof typeof recordedBookRequests;
