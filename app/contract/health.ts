import { z } from 'zod';

/** Upper bounds of the stage histogram in milliseconds; a last bin holds what took longer. */
export const histogramBoundsMs = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] as const;
const mostLines = 300;
const count = z.int().nonnegative();

/** What the engine says of its own feed and queues. */
export const engineHealthSchema = z.strictObject({
  feed: z.strictObject({
    phase: z.enum(['connecting', 'synchronising', 'following', 'stopped']),
    /** How long after its own timestamp the newest block reached us; null before the first. A chain's time is in whole seconds. */
    lagMs: z.number().nullable(),
    snapshots: count,
    backfilled: count,
    deepestReorg: count,
    logsDisagreed: count,
    logsNotPushed: count,
    malformed: count,
    pendingDropped: count,
    retries: count,
  }),
  queues: z.strictObject({
    /** Tickets that wait for a simulation or for a person, and orders that are not resolved. */
    openTickets: count,
    openOrders: count,
    /** Blocks that the books rest on and that a restarted feed has not met again yet. */
    unconfirmedBlocks: count,
  }),
  /** Samples of each stage by bin of `histogramBoundsMs`, of the last 5,000. */
  histogram: z.array(
    z.strictObject({ stage: z.string().max(16), counts: z.array(count).length(histogramBoundsMs.length + 1) }),
  ),
});
export type EngineHealth = z.infer<typeof engineHealthSchema>;

export const logLineSchema = z.strictObject({
  /** Whose log it is: main, engine, signer … */
  process: z.string().max(64),
  /** When it was written, as the log has it; empty where the line does not say. */
  at: z.string().max(32),
  level: z.enum(['info', 'warn', 'error']),
  text: z.string().max(2_048),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const healthRequests = {
  /** The newest lines of every process's log that contain the words, newest first. */
  logLines: {
    request: z.strictObject({ search: z.string().max(128), least: z.enum(['info', 'warn', 'error']) }),
    response: z.strictObject({ lines: z.array(logLineSchema).max(mostLines), searchedBytes: count }),
  },
  /** Puts what a developer needs to help on the clipboard: no key, no endpoint's path, no folder's name. */
  copyDiagnostics: { request: z.strictObject({}), response: z.strictObject({ characters: count }) },
} as const;
export const mostLogLines = mostLines;
