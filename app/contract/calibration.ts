import { z } from 'zod';
import { inclusionStatisticsSchema } from './summary.ts';

const countSchema = z.int().nonnegative();
/** An exact decimal amount. */
const amountSchema = z.string().regex(/^-?\d{1,60}(\.\d{1,18})?$/);
const wordsSchema = z.string().max(400);

/** What a person asks for: how long paper and real trade side by side, and on what kind of chain. */
export const calibrationOrderSchema = z.strictObject({
  minutes: z.number().min(0.1).max(720),
  /** Of a run for real beforehand, whose orders say how surely each way leads into a block; 0: as shipped. */
  measureMinutes: z.number().min(0).max(60),
  /** Searchers of each strength. */
  rivals: z.int().min(1).max(4),
  /** The node answers so many milliseconds late. */
  lagMs: z.int().min(0).max(5_000),
});
export type CalibrationOrder = z.infer<typeof calibrationOrderSchema>;

const sideSchema = z.strictObject({
  mode: z.enum(['DEVNET', 'PAPER']),
  orders: countSchema,
  landed: countSchema,
  reverted: countSchema,
  missed: countSchema,
  grossInEth: amountSchema,
  gasInEth: amountSchema,
  netInEth: amountSchema,
});
export type CalibrationSide = z.infer<typeof sideSchema>;

/** What two journals have between them; amounts are exact. The two sides stand beside each other and are never summed. */
export const comparisonSchema = z.strictObject({
  firstBlock: countSchema,
  lastBlock: countSchema,
  inclusion: z.strictObject({ statistics: inclusionStatisticsSchema, source: wordsSchema }).nullable(),
  real: sideSchema,
  paper: sideSchema,
  differenceInEth: amountSchema,
  /** Of real's net; null where that is nothing. */
  differencePercent: z.number().nullable(),
  withinFivePercent: z.boolean(),
  /** 95 of 100 samples of such a run lie within, by resampling its stretches of blocks; null where it is too short. Absent in reports of older versions. */
  interval: z
    .strictObject({ lowPercent: z.number(), highPercent: z.number(), stretches: countSchema })
    .nullable()
    .optional(),
  /** Whether that lies within five percent, wholly beyond, or tells neither. */
  tells: z.enum(['within', 'apart', 'neither']).optional(),
  pairs: z.strictObject({
    both: countSchema,
    bothLanded: countSchema,
    alike: countSchema,
    oneLanded: countSchema,
  }),
  classes: z
    .array(z.strictObject({ class: z.string().max(96), count: countSchema, differenceInEth: amountSchema }))
    .max(500),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** As kept, and as written by `npm run calibrate -- --json`. */
export const calibrationReportSchema = z.strictObject({
  ...comparisonSchema.shape,
  /** When the two stopped trading. */
  endedAtMs: z.number(),
  /** For how long both were asked to trade, and did. */
  minutes: z.number(),
  tradedMinutes: z.number(),
  seed: countSchema,
  crowd: z.number(),
  rivals: countSchema,
  lagMs: countSchema,
  blockTimeMs: countSchema,
  /** Runnable processes of the machine, averaged over a minute, at the end, and its cores: on a busy machine real is late. */
  loadAverage: z.number().nonnegative(),
  cores: countSchema,
  errors: z.array(wordsSchema).max(100),
});
export type CalibrationReport = z.infer<typeof calibrationReportSchema>;

/** The calibration under way, or the last one where it came to no report. */
export const calibrationJobSchema = z.strictObject({
  order: calibrationOrderSchema,
  state: z.enum(['measuring', 'starting', 'trading', 'stopping', 'comparing', 'failed', 'stopped']),
  /** Of the whole; those that are left are an estimate until both trade. */
  elapsedMs: z.number().nonnegative(),
  leftMs: z.number().nonnegative(),
  /** What each engine says of itself. */
  real: z.string().max(256),
  paper: z.string().max(256),
  problem: wordsSchema,
  advice: wordsSchema,
});
export type CalibrationJob = z.infer<typeof calibrationJobSchema>;

export const mostCalibrationReports = 50;

/** main -> calibration process, topic "calibration". */
export const calibrationRequests = {
  /** Holds the newest epochs of two data folders against each other, once nobody writes them any more. @throws CALIBRATION_*, STORE_* */
  compare: {
    request: z.strictObject({ realFolder: z.string().min(1), paperFolder: z.string().min(1) }),
    response: comparisonSchema,
  },
} as const;
