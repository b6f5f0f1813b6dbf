import { z } from 'zod';

export const portfolioMethods = [
  'min-cvar',
  'min-variance',
  'max-sharpe',
  'hrp',
  'herc',
  'risk-parity',
  'robust',
  'robust-ellipsoid',
  'black-litterman',
] as const;

const seriesName = z.string().min(1).max(140);
const share = z.number().min(-1).max(1);

export const optimisationSettingsSchema = z.strictObject({
  method: z.enum(portfolioMethods),
  /** Bounds of one asset, as shares of the whole; of the methods that take bounds. */
  least: share,
  most: share,
  /** Expected return a bar at least; null: as the risk wants it. */
  targetReturn: z.number().min(-1).max(1).nullable(),
  /** Most of the whole that may be exchanged; null: as much as it takes. Of the methods that take bounds, as are the groups. */
  mostTurnover: z.number().min(0).max(2).nullable().default(null),
  /** Series by name that together may be no less and no more of the whole. */
  groups: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(40),
        members: z.array(seriesName).min(1).max(40),
        low: share,
        high: share,
      }),
    )
    .max(20)
    .default([]),
  /** What a person expects of a series a bar, and how surely: 0 not at all, 0.5 as the market, 1 certain. Of black-litterman. */
  views: z
    .array(
      z.strictObject({
        name: seriesName,
        expectedReturn: z.number().min(-1).max(1),
        confidence: z.number().min(0).max(1),
      }),
    )
    .max(40)
    .default([]),
  /** How much a variance is shunned, by black-litterman and the robust methods. */
  riskAversion: z.number().min(0.01).max(1_000).default(2),
  /** The covariance of so many statistical factors and what is left of each series; null: the sample's, shrunk. */
  factors: z.int().min(1).max(10).nullable().default(null),
  /** Of what is traded, in parts per million. */
  costPpm: z.number().min(0).max(1_000_000),
  /** Impact of a trade of the whole, in deviations a bar: it grows with the square root of the share that is traded. */
  impact: z.number().min(0).max(100),
});
export type OptimisationSettings = z.output<typeof optimisationSettingsSchema>;

/** Drift beyond which a rebalance is proposed. */
export const rebalanceDrift = 0.1;

export const optimisationReportSchema = z.strictObject({
  assets: z.array(
    z.strictObject({
      name: z.string().max(140),
      before: z.number(),
      after: z.number(),
      /** In the unit of what is held; below 0 to be sold. */
      trade: z.number(),
      cost: z.number(),
    }),
  ),
  /** A bar: of the holdings before, and after. */
  before: z.strictObject({ expectedReturn: z.number(), deviation: z.number(), expectedShortfall: z.number() }),
  after: z.strictObject({ expectedReturn: z.number(), deviation: z.number(), expectedShortfall: z.number() }),
  turnover: z.number(),
  cost: z.number(),
  /** What is to be sold and bought, in that order, and why nothing here can carry it out. */
  legs: z
    .array(
      z.strictObject({
        side: z.enum(['sell', 'buy']),
        name: seriesName,
        /** In the unit of what is held, and in units of the series at its last price; null where that is 0. */
        value: z.number(),
        quantity: z.number().nullable(),
        price: z.number(),
        obstacle: z.string().max(200),
      }),
    )
    .max(40),
  /** The largest change of a weight. */
  drift: z.number(),
  /** Least expected shortfall for each expected return, from the safest portfolio to the one that is expected to bring most. */
  frontier: z.array(z.strictObject({ expectedReturn: z.number(), expectedShortfall: z.number() })).max(24),
  /** Share of the variance of the assets that each common factor explains, and how each asset moves with the first. */
  factors: z.array(z.strictObject({ explained: z.number(), loadings: z.array(z.number()) })).max(5),
});
export type OptimisationReport = z.infer<typeof optimisationReportSchema>;
