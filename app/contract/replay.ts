import { z } from 'zod';

/** A multiple of real time, or as fast as this machine can. */
export const replaySpeedSchema = z.union([z.literal('max'), z.number().positive().max(1_000_000)]);
export type ReplaySpeed = z.infer<typeof replaySpeedSchema>;

/** What can be done to a replay while it runs. */
export const replayActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  /** Pauses with one block more applied, and every answer that came before the next. */
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('setSpeed'), speed: replaySpeedSchema }),
  /** To where this block was first the newest, forwards or back; then it goes on, or stays paused, as before. */
  z.strictObject({ kind: z.literal('jump'), blockNumber: z.int().nonnegative() }),
]);
export type ReplayAction = z.infer<typeof replayActionSchema>;

/** main -> engine, topic "replay": an engine that is told to replay starts nothing else. */
export const replayRequests = {
  /** Opens a journal to read it and begins. @throws REPLAY_REFUSED, REPLAY_UNKNOWN_EPOCH */
  begin: {
    request: z.strictObject({
      file: z.string().min(1),
      /** null: the newest one. */
      epoch: z.string().min(1).max(64).nullable(),
      speed: replaySpeedSchema,
      /** How often this process was started before in this run, for the summary. */
      restarts: z.int().nonnegative(),
    }),
    response: z.strictObject({ epoch: z.string() }),
  },
  control: { request: replayActionSchema, response: z.strictObject({}) },
} as const;

/** engine -> main, topic "replay" */
export const replayNotices = {
  /** The last input was applied, or one could not be; the summary says which. */
  ended: z.strictObject({ inputs: z.int().nonnegative(), elapsedMs: z.number().nonnegative() }),
} as const;
