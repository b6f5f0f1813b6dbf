import { z } from 'zod';
import { keptLimitChanges, limitIds } from '../domain/riskLimit.ts';
import { tierIds } from '../domain/tier.ts';
import { epochMsSchema, strategyIdSchema, weiSchema } from './domainSchemas.ts';

export const limitIdSchema = z.enum(limitIds);

const millionthsSchema = z.int().min(0).max(1_000_000_000);

const limitValuesSchema = z.strictObject({
  singleTrade: millionthsSchema,
  strategyExposure: millionthsSchema,
  dailyRisk: millionthsSchema,
  relatedAssets: millionthsSchema,
  leverage: millionthsSchema,
  flashNotional: millionthsSchema,
  monthlyDrawdown: millionthsSchema,
  overallDrawdown: millionthsSchema,
  smallestPosition: millionthsSchema,
  largestPosition: millionthsSchema,
  correlation: millionthsSchema,
  mainnetCapital: millionthsSchema,
  layer2Capital: millionthsSchema,
  crossChainCapital: millionthsSchema,
  reserveCapital: millionthsSchema,
  valueAtRisk: millionthsSchema,
  kellyFraction: millionthsSchema,
});

const limitChangeSchema = z.strictObject({
  version: z.int().positive(),
  atMs: epochMsSchema,
  by: z.string().max(64),
  limit: limitIdSchema,
  from: millionthsSchema,
  to: millionthsSchema,
});

/** The limits in force, and who changed them. */
export const limitSetSchema = z.strictObject({
  version: z.int().positive(),
  values: limitValuesSchema,
  changes: z.array(limitChangeSchema).max(keptLimitChanges),
});

/** What a person wants of limits, in millionths. */
export const limitEditsSchema = z
  .array(z.strictObject({ limit: limitIdSchema, to: millionthsSchema }))
  .min(1)
  .max(limitIds.length);

/** One limit beside its figure; id is the limit. */
export const limitRowSchema = z.object({
  id: limitIdSchema,
  /** What is set, and what the capital tier makes of it, in millionths. */
  set: millionthsSchema,
  inForce: millionthsSchema,
  unit: z.enum(['wei', 'millionths']),
  /** Null where there is no figure: nothing was compared yet, or it is not known. */
  value: z.bigint().nullable(),
  bound: z.bigint(),
  headroom: z.bigint().nullable(),
  state: z.enum(['passed', 'failed', 'unknown', 'failedUnknown', 'notApplicable', 'waiting']),
  /** Of everything that stands, or of the last trade that was looked at. */
  of: z.enum(['standing', 'lastTrade']),
});
export type LimitRow = z.infer<typeof limitRowSchema>;

/** A tail may bring the name of its series and why it is not renewed, of two hundred letters each. */
export const mostTailWords = 640;

/** Exactly one row, id "risk": what limits are shares of, the tier, and how bets ended. */
export const riskRowSchema = z.object({
  id: z.literal('risk'),
  version: z.int(),
  capital: weiSchema.nullable(),
  dollars: z.number().nullable(),
  tier: z.enum(tierIds).nullable(),
  /** Dollars at which the tier changes; null where there is none above or below. */
  upAt: z.number().nullable(),
  downAt: z.number().nullable(),
  bets: z.array(
    z.object({
      strategy: strategyIdSchema,
      wins: z.int(),
      losses: z.int(),
      /** Chance to win and what wins bring of what was predicted, drawn towards the prior. */
      p: z.number(),
      realisedShare: z.number(),
    }),
  ),
  /** How the value at risk was come by, a line for each holding. */
  valueAtRisk: z.array(z.string().max(mostTailWords)).max(64),
});
export type RiskRow = z.infer<typeof riskRowSchema>;

/** One change of a limit; id is version and limit. */
export const limitChangeRowSchema = z.object({
  id: z.string().max(64),
  ...limitChangeSchema.shape,
});
export type LimitChangeRow = z.infer<typeof limitChangeRowSchema>;
