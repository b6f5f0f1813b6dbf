import { z } from 'zod';
import { addressSchema, hashSchema, tokenAmountSchema, weiSchema } from './domainSchemas.ts';

export const mostPendingShown = 300;
/** Of one pending transaction at most. */
export const mostTouchesShown = 8;

const tokenSchema = z.strictObject({
  address: addressSchema,
  symbol: z.string().max(16),
  decimals: z.int().min(0).max(255),
});

/** How a pending transaction's swap is understood, at the newest block. */
const swapReadingSchema = z.strictObject({
  exact: z.enum(['in', 'out']),
  /** What is known of those that it passes through; unknown ones are named by their address. */
  tokens: z.array(tokenSchema).min(2).max(9),
  /** Of each swap; null where no pool that is followed fits. */
  pools: z.array(z.strictObject({ id: addressSchema, venue: z.string().max(64), feePpm: z.int() }).nullable()).max(8),
  /** As asked or, of the other side, as our own quote would have it now; null where there is none. */
  amountIn: tokenAmountSchema.nullable(),
  amountOut: tokenAmountSchema.nullable(),
  /** The least that has to come out or, of an exact output, the most that may go in. */
  bound: tokenAmountSchema,
  /** By how much the price of its pool that it moves most would move, in parts per million; null where not all are followed, or one has no price. */
  impactPpm: z.number().nonnegative().nullable(),
  /** It would revert now: what comes out is less than it asks. */
  reverts: z.boolean(),
  /** What goes in, in the native currency; null where a token has no value in it. */
  value: weiSchema.nullable(),
});
export type SwapReading = z.infer<typeof swapReadingSchema>;

const pendingRowSchema = z.strictObject({
  id: hashSchema,
  seenAtMs: z.number(),
  state: z.enum(['pending', 'included', 'gone']),
  blockNumber: z.int().nullable(),
  from: addressSchema,
  /** Null where it makes a contract. */
  to: addressSchema.nullable(),
  /** Native currency that goes along. */
  value: weiSchema,
  maxFeePerGas: weiSchema,
  maxPriorityFeePerGas: weiSchema,
  /** It is ours. */
  ours: z.boolean(),
  /** What is called, where it is known; else the selector. */
  method: z.string().max(64),
  reading: swapReadingSchema.nullable(),
  /** Opportunities and tickets of ours whose pools it moves. */
  touches: z
    .array(z.strictObject({ kind: z.enum(['opportunity', 'ticket']), id: z.string().max(64) }))
    .max(mostTouchesShown),
});
export type PendingRow = z.infer<typeof pendingRowSchema>;

/** What waits for a block, as the engine reads it while somebody looks. Nothing is decided by it. */
export const mempoolRequests = {
  /** Newest first. @throws MEMPOOL_NOT_FOLLOWED of a replay */
  mempool: {
    request: z.strictObject({}),
    response: z.strictObject({
      blockNumber: z.int(),
      rows: z.array(pendingRowSchema).max(mostPendingShown),
      /** Since the engine was started: what the node told of, and what of it could not be read. */
      seen: z.int().nonnegative(),
      unread: z.int().nonnegative(),
      /** When the node last told of one; null before the first. */
      lastSeenMs: z.number().nullable(),
    }),
  },
} as const;
export type MempoolAnswer = z.output<(typeof mempoolRequests)['mempool']['response']>;
