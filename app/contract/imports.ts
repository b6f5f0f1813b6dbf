import { z } from 'zod';

/** The lengths of bars that are kept: app/candles has the same list, and a test holds them together. */
export const importIntervals = ['1s', '5s', '1m', '5m', '15m', '1h', '4h', '1d'] as const;

/** In what order the columns of a file without a header stand. */
export const columnOrders = ['named', 'binance', 'bitfinex', 'bybit'] as const;

/** Whose protocols a recording can be in: app/book has the same list, and a test holds them together. */
export const recordedProtocols = ['binance', 'bybit', 'coinbase', 'kraken', 'hyperliquid', 'okx'] as const;

export const importContentSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('candles'), interval: z.enum(importIntervals) }),
  z.strictObject({ kind: z.literal('trades') }),
  /** Traces, receipts and headers of the EVM chain with this id. */
  z.strictObject({ kind: z.literal('blocks'), chain: z.int().positive() }),
  /** What a venue's streams sent: books, trades and quotes. */
  z.strictObject({ kind: z.literal('recording'), protocol: z.enum(recordedProtocols) }),
  /** A table of order books. */
  z.strictObject({ kind: z.literal('books') }),
]);
export type ImportContentRequest = z.infer<typeof importContentSchema>;

const nameSchema = z.string().trim().min(1).max(64);
/** Text of a file or of somebody's error: cut, and shown as text only. */
const wordsSchema = z.string().max(400);

/** What a file looks like, by its first rows. */
export const recognisedSchema = z.strictObject({
  /** null: in words why nothing can be told. */
  content: importContentSchema.nullable(),
  columnOrder: z.enum(columnOrders),
  /** The order of the columns is not certain: a person has to choose. */
  orderUncertain: z.boolean(),
  /** Whether the file names the series of its rows. */
  namesSeries: z.boolean(),
  series: z.array(z.string().max(64)).max(5),
  /** Suggestions by the file's name; empty where there is none. */
  venue: z.string().max(64),
  symbol: z.string().max(64),
  detail: wordsSchema,
});
export type Recognised = z.infer<typeof recognisedSchema>;

/** What a person has said of a file; the file itself only main knows. */
export const importOrderSchema = z.strictObject({
  content: importContentSchema,
  venue: nameSchema,
  symbol: nameSchema.nullable(),
  columnOrder: z.enum(columnOrders),
});
export type ImportOrder = z.infer<typeof importOrderSchema>;

export const importProgressSchema = z.strictObject({
  rows: z.int().nonnegative(),
  bytesRead: z.number().nonnegative(),
  sizeBytes: z.number().nonnegative(),
  rowsPerSecond: z.number().nonnegative(),
  leftMs: z.number().nonnegative().nullable(),
});
export type ImportProgressRow = z.infer<typeof importProgressSchema>;

const countedNamesSchema = z.array(z.strictObject({ name: z.string().max(120), count: z.int() })).max(64);

/** What was found in a recording of order books. */
export const bookReportSchema = z.strictObject({
  instruments: z.int(),
  /** By what they are; those of a kind that is not known by what they call themselves. */
  messages: countedNamesSchema,
  unknown: countedNamesSchema,
  trades: z.int(),
  quotes: z.int(),
  levels: z.int(),
  gaps: z.int(),
  crossed: z.int(),
  compared: z.int(),
  equal: z.int(),
  clockBehindMs: z.number().nullable(),
  figures: z
    .array(
      z.strictObject({
        symbol: z.string().max(64),
        trades: z.int(),
        spreadBps: z.number().nullable(),
        impactBps: z.number().nullable(),
        lambda: z.number().nullable(),
      }),
    )
    .max(8),
});
export type BookReport = z.infer<typeof bookReportSchema>;

export const importReportSchema = z.strictObject({
  rows: z.int(),
  added: z.int(),
  same: z.int(),
  differing: z.int(),
  skipped: z.int(),
  missing: z.int(),
  series: z.int(),
  doneBefore: z.boolean(),
  blocks: z
    .strictObject({
      blocks: z.int(),
      transactions: z.int(),
      calls: z.int(),
      logs: z.int(),
      swaps: z.int(),
      ticks: z.int(),
    })
    .nullable(),
  books: bookReportSchema.nullable(),
  problems: z.array(z.strictObject({ problem: z.string().max(32), count: z.int(), skipped: z.boolean() })).max(64),
  /** The first of each kind. */
  findings: z.array(z.strictObject({ row: z.int(), problem: z.string().max(32), detail: wordsSchema })).max(400),
});
export type ImportReportRow = z.infer<typeof importReportSchema>;

/** One series of the market history, or the blocks of a chain. */
export const keptSeriesSchema = z.strictObject({
  id: z.string().max(160),
  venue: z.string().max(64),
  symbol: z.string().max(64),
  /** In words: "trades · candles 1s to 1d", "candles 1h", "blocks". */
  kept: z.string().max(64),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  /** Of blocks: the first and last number. */
  firstBlock: z.int().nullable(),
  lastBlock: z.int().nullable(),
  rows: z.int().nonnegative(),
  /** Rows that are missing between the first and the last; null where that cannot be told. */
  missing: z.int().nonnegative().nullable(),
});
export type KeptSeries = z.infer<typeof keptSeriesSchema>;

export const keptHistorySchema = z.strictObject({ series: z.array(keptSeriesSchema).max(2_000), more: z.int() });
export type KeptHistory = z.infer<typeof keptHistorySchema>;

/** The import that the window shows; its file by name. */
export const importJobSchema = z.strictObject({
  name: z.string().max(200),
  sizeBytes: z.number().nonnegative(),
  state: z.enum(['recognising', 'chosen', 'running', 'pausing', 'paused', 'finished', 'failed']),
  recognised: recognisedSchema.nullable(),
  order: importOrderSchema.nullable(),
  progress: importProgressSchema.nullable(),
  report: importReportSchema.nullable(),
  /** Why it failed and what to do. */
  problem: wordsSchema,
  advice: wordsSchema,
});
export type ImportJobRow = z.infer<typeof importJobSchema>;

/** main -> history process, topic "imports". One import at a time. */
export const importsRequests = {
  open: { request: z.strictObject({ folder: z.string().min(1) }), response: z.strictObject({}) },
  recognise: { request: z.strictObject({ file: z.string().min(1) }), response: recognisedSchema },
  begin: {
    request: z.strictObject({ file: z.string().min(1), order: importOrderSchema }),
    response: z.strictObject({}),
  },
  /** Stores what is read; `ended` says when. */
  stop: { request: z.strictObject({}), response: z.strictObject({}) },
  kept: { request: z.strictObject({}), response: keptHistorySchema },
} as const;

/** history process -> main, topic "imports" */
export const importsNotices = {
  progress: importProgressSchema,
  /** finished: the whole file is in. Else it was stopped, and the same order goes on. */
  ended: z.strictObject({ finished: z.boolean(), report: importReportSchema }),
  failed: z.strictObject({ code: z.string().max(64), message: wordsSchema, advice: wordsSchema }),
} as const;
