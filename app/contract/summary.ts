import { z } from 'zod';
import { runModeSchema } from './domainSchemas.ts';

/** Where a replay first decided otherwise than the run that was recorded. */
const firstDifferenceSchema = z.strictObject({
  /** Place in the journal: of the recorded decision, or of the input where none was recorded. */
  record: z.int(),
  /** The input that the decision follows from. */
  input: z.int(),
  /** The newest block by then; 0 before the first. */
  block: z.int(),
  /** Which field, what it was and what it is now. */
  what: z.string(),
});
export type FirstDifference = z.infer<typeof firstDifferenceSchema>;

const percentilesSchema = z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number(), count: z.int() });

const figuresSchema = z.strictObject({
  orders: z.int(),
  landed: z.int(),
  failed: z.int(),
  net: z.string(),
  gas: z.string(),
});

const profitSchema = z.strictObject({
  predictedNet: z.string(),
  tips: z.string(),
  tipsUnknown: z.int(),
  failureCost: z.string(),
  flashFeesByToken: z.record(z.string(), z.string()),
  slippageByToken: z.record(z.string(), z.string()),
  /** By dimension, then by name; each dimension adds up to the run. */
  by: z.record(z.string(), z.record(z.string(), figuresSchema)),
});
/** What became of what was sent by one way to a block; amounts in the native currency, exact decimal text. */
const inclusionSchema = z.strictObject({
  submitted: z.int(),
  landed: z.int(),
  reverted: z.int(),
  /** Never included. */
  missed: z.int(),
  /** Of the reverted and missed, those that somebody else took. */
  lost: z.int(),
  /** Mean of blocks from submission to inclusion; null where nothing was included. */
  blocksToInclusion: z.number().nullable(),
  tipPaid: z.string(),
  /** Gas paid for what reverted. */
  failureCost: z.string(),
});
export type InclusionSummary = z.infer<typeof inclusionSchema>;

const stepsSchema = z
  .array(z.strictObject({ tried: z.int().nonnegative(), included: z.int().nonnegative() }))
  .max(16)
  .readonly();
const routeInclusionSchema = z.strictObject({
  firstTried: z.int().nonnegative(),
  firstIncluded: z.int().nonnegative(),
  laterTried: z.int().nonnegative(),
  laterIncluded: z.int().nonnegative(),
  revertedGasUsed: z.int().nonnegative(),
  revertedGasLimit: z.int().nonnegative(),
  /** By how long an order had been handed over when the block was heard of. */
  byLead: stepsSchema.optional(),
  /** By where it was handed over between the last transaction of others that the block took and the first that it passed over. */
  byCutOff: stepsSchema.optional(),
});
export const inclusionStatisticsSchema = z.strictObject({ public: routeInclusionSchema, relay: routeInclusionSchema });

/** Of a run on paper: by what its fills were drawn, and why orders ran or waited, block by block. */
const paperSummarySchema = z.strictObject({
  source: z.string().max(512),
  statistics: inclusionStatisticsSchema,
  causes: z.record(z.string(), z.int()),
  heldPools: z.int(),
});

/** What a run did. Written by `--json`; amounts are decimal strings so that no reader rounds them. */
export const runSummarySchema = z.strictObject({
  mode: runModeSchema,
  epoch: z.string(),
  seed: z.int().nullable(),
  durationS: z.number(),
  blocks: z.int(),
  swapsSeen: z.int(),
  opportunities: z.int(),
  tickets: z.int(),
  submitted: z.int(),
  landed: z.int(),
  reverted: z.int(),
  notIncluded: z.int(),
  lostToRivals: z.int(),
  /** Realised gross by token symbol, exact decimal text. */
  grossByToken: z.record(z.string(), z.string()),
  /** Gas paid in the native currency, exact decimal text. */
  gas: z.string(),
  /** Realised net of gas in the native currency, exact decimal text; other tokens valued at the landing block. */
  netInEth: z.string(),
  /** What it was made of; in the native currency where no token is named. Absent where there was no engine to ask. */
  profit: profitSchema.optional(),
  /** Absent but on paper. */
  paper: paperSummarySchema.optional(),
  ledgerMatchesChain: z.boolean(),
  ledgerChecks: z.int(),
  tripwireChecks: z.int(),
  tripwireMismatches: z.int(),
  quarantinedPools: z.int(),
  /** Pools put out of detection because of what their tokens, or they themselves, do. */
  distrustedPools: z.int().default(0),
  /** By way to a block; absent in summaries of older versions. */
  routes: z.strictObject({ public: inclusionSchema, relay: inclusionSchema }).optional(),
  reorgs: z.int(),
  restarts: z.int(),
  rejections: z.record(z.string(), z.int()),
  stageLatencyMs: z.record(z.string(), percentilesSchema),
  decisionHash: z.string(),
  /** Of a replay only. */
  replayed: z
    .strictObject({
      /** The inputs applied, and how long that took by this machine's clock. */
      inputs: z.int(),
      elapsedS: z.number(),
      /** Versions of the program that recorded it, the first one first; empty where that was not noted. */
      recordedBy: z.array(z.string()).default([]),
      firstDifference: firstDifferenceSchema.nullable().default(null),
    })
    .optional(),
  /** What a person should see to; absent in summaries of older versions. */
  warnings: z.array(z.string()).default([]),
  errors: z.array(z.string()),
});
export type RunSummary = z.infer<typeof runSummarySchema>;
