import { z } from 'zod';

const daysSchema = z.int().min(1).max(36_500);

/** How long market history is kept, in days; null, or an interval that is not named, for ever. */
export const historyRetentionSchema = z.strictObject({
  /** Single trades, once candles are made of them, and order books. */
  tradesDays: daysSchema.nullable().default(null),
  /** Candles by interval, such as `1m`. */
  candlesDays: z.record(z.string().max(8), daysSchema).default({}),
  /** Imported blocks, by the id of their chain, such as `1`. */
  blocksDays: z.record(z.string().regex(/^[1-9]\d{0,14}$/), daysSchema).default({}),
});
export type HistoryRetention = z.output<typeof historyRetentionSchema>;

/** Whoever imported something wants to find it again: nothing goes by itself. */
export const defaultHistoryRetention: HistoryRetention = historyRetentionSchema.parse({});

/** main -> history: a process for one task, which ends with it. */
export const historyRequests = {
  /** Forgets what is older than it is to be kept. @throws HISTORY_* */
  forget: {
    request: z.strictObject({ folder: z.string().min(1), retention: historyRetentionSchema, nowMs: z.int() }),
    response: z.strictObject({ bytesOfTrades: z.int(), candles: z.int(), blocks: z.int() }),
  },
} as const;
