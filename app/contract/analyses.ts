import { z } from 'zod';
import { chartIntervals, chartSourceSchema } from './charts.ts';
import { correlationReportSchema, correlationSettingsSchema } from './correlation.ts';
import { optimisationReportSchema, optimisationSettingsSchema } from './optimisation.ts';
import { performanceComputeRequests } from './performance.ts';
import { stressRequest } from './scenarios.ts';
import { sizingRequests } from './sizing.ts';
import { tailReportSchema, tailSettingsSchema } from './tailRisk.ts';
import { heldTailsRequest } from './valueAtRisk.ts';

/** Series of one basket at most. */
export const mostHoldings = 40;
/** Bars that are read of each at most. */
export const mostBarsRead = 12_000;

const nameSchema = z.string().min(1).max(140);

export const holdingSchema = z.strictObject({
  source: chartSourceSchema,
  /** "binance BTCUSDT": no two of a basket have the same. */
  name: nameSchema,
  /** What is held of it, in the unit that the person thinks in; below 0 sold short. Where all are equal only the ratios count. */
  value: z.number().min(-1e15).max(1e15),
});
export type Holding = z.infer<typeof holdingSchema>;

/** What is to be analysed: series of bars of one length, the newest `bars` of each. */
export const basketSchema = z.strictObject({
  interval: z.enum(chartIntervals),
  bars: z.int().min(2).max(mostBarsRead),
  holdings: z.array(holdingSchema).min(1).max(mostHoldings),
});
export type Basket = z.infer<typeof basketSchema>;

/** The same with what was read, for the process that computes. */
export const barsReadSchema = z.strictObject({
  intervalS: z.int().positive(),
  holdings: z
    .array(
      z
        .strictObject({
          name: nameSchema,
          value: z.number(),
          /** Of a pool that is followed; else recorded. */
          isPool: z.boolean().default(false),
          timeS: z.instanceof(Float64Array),
          close: z.instanceof(Float64Array),
        })
        .refine(({ timeS, close }) => timeS.length === close.length && timeS.length <= mostBarsRead),
    )
    .min(1)
    .max(mostHoldings),
});
export type BarsRead = z.infer<typeof barsReadSchema>;

/** What an answer was made of. */
export const sampleSchema = z.strictObject({
  /** Times at which every series has a return. */
  returns: z.int().nonnegative(),
  /** Times between the first and the last of them that were left out: a gap is never filled. */
  dropped: z.int().nonnegative(),
  fromS: z.number(),
  toS: z.number(),
  elapsedMs: z.number(),
});
export type Sample = z.infer<typeof sampleSchema>;

function asked<S extends z.ZodType>(settings: S) {
  return z.strictObject({ basket: basketSchema, settings });
}

function read<S extends z.ZodType>(settings: S) {
  return z.strictObject({ read: barsReadSchema, settings });
}

function answered<R extends z.ZodType>(report: R) {
  return z.strictObject({ sample: sampleSchema, report });
}

/**
 * window -> main: analyses of a basket. Main reads the bars of whoever has them and lets the compute process work.
 * @throws ExpectedError CHART_UNKNOWN, HISTORY_*, those of app/quant, COMPUTE_PROCESS_GONE
 */
export const analysisRequests = {
  tailRisk: { request: asked(tailSettingsSchema), response: answered(tailReportSchema) },
  correlation: { request: asked(correlationSettingsSchema), response: answered(correlationReportSchema) },
  optimisation: { request: asked(optimisationSettingsSchema), response: answered(optimisationReportSchema) },
} as const;

/** main -> compute, topic "analyses". */
export const computeRequests = {
  ...sizingRequests,
  ...performanceComputeRequests,
  stress: stressRequest,
  heldTails: heldTailsRequest,
  tailRisk: { request: read(tailSettingsSchema), response: answered(tailReportSchema) },
  correlation: { request: read(correlationSettingsSchema), response: answered(correlationReportSchema) },
  optimisation: { request: read(optimisationSettingsSchema), response: answered(optimisationReportSchema) },
} as const;

export type AnalysisName = keyof typeof analysisRequests;
export type AnalysisRequest<N extends AnalysisName> = z.input<(typeof analysisRequests)[N]['request']>;
export type AnalysisAnswer<N extends AnalysisName> = z.output<(typeof analysisRequests)[N]['response']>;
