import { z } from 'zod';
import { runModes } from '../domain/mode.ts';

const daysSchema = z.int().min(1).max(36_500).nullable();

/** How long the journal keeps things, in days; null for ever. */
export const journalRetentionSchema = z.strictObject({
  /** Epochs that are over, whole, by their mode. */
  epochsDays: z.partialRecord(z.enum(runModes), daysSchema).default({ DEVNET: 30 }),
  /** Inputs and decisions of an epoch that goes on: without them it can no longer be replayed. */
  recordsDays: daysSchema.default(null),
  /** Orders with fills and entries of an epoch that goes on: reports no longer have them; what they brought stays in the books. */
  ordersDays: daysSchema.default(null),
});
export type JournalRetention = z.output<typeof journalRetentionSchema>;

/** Nothing but devnet epochs goes by itself: their chains are gone too. */
export const defaultJournalRetention: JournalRetention = journalRetentionSchema.parse({});
