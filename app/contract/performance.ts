import { z } from 'zod';
import { runModeSchema, weiSchema } from './domainSchemas.ts';

export const performancePeriods = ['10s', '1m', '5m', '1h', '1d'] as const;
export type PerformancePeriod = (typeof performancePeriods)[number];

const minuteMs = 60_000;
export const periodMs: Readonly<Record<PerformancePeriod, number>> = {
  '10s': minuteMs / 6,
  '1m': minuteMs,
  '5m': 5 * minuteMs,
  '1h': 60 * minuteMs,
  '1d': 1440 * minuteMs,
};

/** Whose performance, of what and when. Modes are never summed: it is always one. */
export const performanceSettingsSchema = z.strictObject({
  mode: runModeSchema,
  /** `chainId:wallet`; null: every account of the mode on one chain, that of the newest run. */
  account: z.string().max(80).nullable(),
  strategy: z.string().max(64).nullable(),
  period: z.enum(performancePeriods),
  fromMs: z.number().nonnegative().nullable(),
  toMs: z.number().nonnegative().nullable(),
});
export type PerformanceSettings = z.infer<typeof performanceSettingsSchema>;

/** null: nothing to divide by, or too little of it. */
const figure = z.number().nullable();
const interval = z.strictObject({ low: z.number(), high: z.number() }).nullable();
const outOfSample = z
  .strictObject({
    folds: z
      .array(
        z.strictObject({
          fromMs: z.number(),
          toMs: z.number(),
          chosen: z.string().max(140),
          inSample: figure,
          outOfSample: figure,
        }),
      )
      .max(20),
    /** A year. */
    sharpe: figure,
    inSample: figure,
  })
  .nullable();

export const performanceTargets = [
  'sharpe',
  'calmar',
  'maxDrawdown',
  'winRate',
  'profitFactor',
  'dailyReturn',
  'monthlyReturn',
  'successRate',
  'dollarsPerTrade',
  'gasShare',
] as const;

export const performanceReportSchema = z.strictObject({
  /** What there is to choose from. */
  accounts: z
    .array(
      z.strictObject({
        id: z.string().max(80),
        mode: runModeSchema,
        chain: z.string().max(64),
        wallet: z.string().max(64),
        runs: z.int(),
        fromMs: z.number(),
        toMs: z.number(),
      }),
    )
    .max(500),
  strategies: z.array(z.string().max(64)).max(64),
  mode: runModeSchema,
  chain: z.string().max(64),
  currency: z.string().max(16),
  sample: z.strictObject({
    runs: z.int(),
    /** Runs without a single figure of what was owned: nothing can be measured by them. */
    runsLeftOut: z.int(),
    periods: z.int(),
    fromMs: z.number(),
    toMs: z.number(),
    elapsedMs: z.number(),
  }),
  orders: z.strictObject({ sent: z.int(), landed: z.int(), failed: z.int(), results: z.int() }),
  /** In the native currency: net = gross - gas. */
  money: z.strictObject({ net: weiSchema, gross: weiSchema, gas: weiSchema, failureCost: weiSchema }),
  /** A year for sharpe, sortino, calmar, cagr and volatility; winRate and profitFactor are of single trades. */
  statistics: z.strictObject({
    sharpe: figure,
    sortino: figure,
    calmar: figure,
    profitFactor: figure,
    winRate: figure,
    maxDrawdown: figure,
    totalReturn: figure,
    cagr: figure,
    volatility: figure,
    skew: figure,
    kurtosis: figure,
    turnover: figure,
    activePeriods: figure,
    largestOwn: figure,
  }),
  drawdowns: z
    .array(
      z.strictObject({
        depth: z.number(),
        peakMs: z.number(),
        troughMs: z.number(),
        recoveredMs: z.number().nullable(),
      }),
    )
    .max(20),
  targets: z.array(
    z.strictObject({
      name: z.enum(performanceTargets),
      target: z.number(),
      /** The target is to be stayed below. */
      isMost: z.boolean(),
      actual: figure,
    }),
  ),
  evidence: z.strictObject({
    verdict: z.enum(['edge', 'noise', 'tooShort']),
    against: z.array(z.string().max(200)).max(8),
    /** Chances that the true Sharpe ratio is above 0, and above the best to be expected of the trials. */
    probabilistic: figure,
    deflated: figure,
    /** That best one, a year. */
    expectedBest: figure,
    /** Half a list of trials without results says nothing of how they spread: then it is assumed as of chance alone. */
    isVarianceAssumed: z.boolean(),
    intervals: z.strictObject({ sharpe: interval, cagr: interval, maxDrawdown: interval }),
    realityCheck: figure,
    superiorAbility: figure,
    models: z.int(),
    walkForward: outOfSample,
    crossValidated: outOfSample,
    tradeOrder: z
      .strictObject({
        actual: z.number(),
        median: z.number(),
        worse5: z.number(),
        worse1: z.number(),
        asDeep: z.number(),
      })
      .nullable(),
  }),
  trials: z.strictObject({
    /** All that were ever counted in this data folder, and what is measured here where it is none of them. */
    counted: z.int(),
    byKind: z.array(z.strictObject({ kind: z.string().max(32), count: z.int() })).max(8),
    /** Those whose Sharpe ratio is known. */
    measured: z.int(),
  }),
  /** Wealth from 1 and how far it is below its highest, at the end of periods; thinned to a drawable number. */
  curve: z.array(z.strictObject({ atMs: z.number(), wealth: z.number(), fall: z.number() })).max(2_000),
  /** Why there are no figures; null where there are. */
  problem: z.strictObject({ message: z.string().max(400), advice: z.string().max(400) }).nullable(),
});
export type PerformanceReport = z.infer<typeof performanceReportSchema>;

/** window -> main. @throws ExpectedError STORE_*, COMPUTE_PROCESS_GONE */
export const performanceRequests = {
  performance: { request: performanceSettingsSchema, response: performanceReportSchema },
} as const;

/** main -> compute: the same, and where the journal and the ledger of trials lie. */
export const performanceComputeRequests = {
  performance: {
    request: z.strictObject({ folder: z.string().min(1), settings: performanceSettingsSchema }),
    response: performanceReportSchema,
  },
} as const;
