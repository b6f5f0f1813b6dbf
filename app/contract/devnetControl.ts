import { z } from 'zod';
import { addressSchema } from './domainSchemas.ts';

const quantitySchema = z.string().regex(/^0x[0-9a-fA-F]{1,32}$/);
const delayMsSchema = z.int().min(0).max(60_000);
const countSchema = z.int().nonnegative();

/** A transaction of any of these senders, or to any of these addresses. Empty lists say: none. */
export const transactionRuleSchema = z.strictObject({
  from: z.array(addressSchema).max(1_024).default([]),
  to: z.array(addressSchema).max(1_024).default([]),
});
export type TransactionRule = z.output<typeof transactionRuleSchema>;

export const subscriptionKinds = ['heads', 'logs', 'pending'] as const;
export type SubscriptionKind = (typeof subscriptionKinds)[number];

/** Milliseconds by which everybody outside the devnet's process hears later. */
export const lagSchema = z.strictObject({
  answersMs: delayMsSchema.default(0),
  headsMs: delayMsSchema.default(0),
  logsMs: delayMsSchema.default(0),
  pendingMs: delayMsSchema.default(0),
});
export type Lag = z.output<typeof lagSchema>;

/** Which frames of subscriptions get lost: a share of them by chance, or the next `count`. Nothing: none any more. */
export const frameLossSchema = z.strictObject({
  share: z.number().min(0).max(1).default(0),
  count: countSchema.default(0),
  kinds: z.array(z.enum(subscriptionKinds)).default([...subscriptionKinds]),
});
export type FrameLoss = z.output<typeof frameLossSchema>;

/**
 * What becomes of the abandoned blocks' transactions: `later` they wait again while the new branch stays empty, `again` the
 * new branch takes them as far as it can, `never` they are forgotten.
 */
export const reorgSchema = z.strictObject({
  depth: z.int().min(1).max(32),
  transactions: z.enum(['later', 'again', 'never']).default('later'),
});
export type Reorg = z.input<typeof reorgSchema>;

/** The base fee of the next blocks: itself, or its usual value times `factor`. */
export const repriceSchema = z.strictObject({
  baseFeePerGas: quantitySchema.optional(),
  factor: z.number().positive().max(1_000).default(1),
  blocks: z.int().min(1).max(1_000).default(1),
});

export const builderStatusSchema = z.strictObject({
  head: countSchema,
  paused: z.boolean(),
  blocks: countSchema,
  reorgs: countSchema,
  deepestReorg: countSchema,
  /** From the beat to the published block, over the last thousand blocks. */
  buildMs: z.strictObject({ p50: z.number(), p99: z.number() }),
  mempool: z.strictObject({
    transactions: countSchema,
    bytes: countSchema,
    expired: countSchema,
    /** Transactions that a node which drops them said it had. */
    dropped: countSchema,
  }),
  bundles: z.strictObject({
    waiting: countSchema,
    received: countSchema,
    included: countSchema,
    failed: countSchema,
    expired: countSchema,
    cancelled: countSchema,
  }),
  /** Transactions that the node left out of a block without a reason that we know. */
  unexplainedOmissions: countSchema,
  /** Reads that were still under way when a block had to be made. */
  lateReads: countSchema,
  connections: countSchema,
  slowConsumersClosed: countSchema,
  framesLost: countSchema,
});
export type BuilderStatus = z.output<typeof builderStatusSchema>;

/** JSON-RPC methods by which a devnet's builder is told to misbehave: one object as the only parameter, if any. */
export const builderControl = {
  builder_setLag: { request: lagSchema, response: z.null() },
  builder_dropFrames: { request: frameLossSchema, response: z.null() },
  /** Says that it took such a transaction, and forgets it. */
  builder_dropTransactions: { request: transactionRuleSchema, response: z.null() },
  /** Leaves such transactions, bundles with them too, out of every block. */
  builder_censor: { request: transactionRuleSchema, response: z.null() },
  /** Answers the hashes of the new branch, oldest first. */
  builder_reorg: { request: reorgSchema, response: z.array(z.string()) },
  builder_reprice: { request: repriceSchema, response: z.null() },
  builder_pause: { request: z.strictObject({}), response: z.null() },
  builder_resume: { request: z.strictObject({}), response: z.null() },
  /** Makes blocks now, paused or not. */
  builder_mine: { request: z.strictObject({ blocks: z.int().min(1).max(10_000).default(1) }), response: z.null() },
  /** Makes the node forget now what it need not keep, instead of at its time. Blocks are empty meanwhile. */
  builder_tidy: { request: z.strictObject({}), response: z.null() },
  builder_status: { request: z.strictObject({}), response: builderStatusSchema },
} as const;
export type BuilderMethod = keyof typeof builderControl;
