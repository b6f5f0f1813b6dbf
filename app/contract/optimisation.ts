import { z } from 'zod';

export const portfolioMethods = [
  'min-cvar',
  'min-variance',
  'max-sharpe',
  'hrp',
  'herc',
  'risk-parity',
  'robust',
] as const;

const share = z.number().min(-1).max(1);

export const optimisationSettingsSchema = z.strictObject({
  method: z.enum(portfolioMethods),
  /** Bounds of one asset, as shares of the whole; of the methods that take bounds. */
  least: share,
  most: share,
  /** Expected return a bar at least; null: as the risk wants it. */
  targetReturn: z.number().min(-1).max(1).nullable(),
  /** Of what is traded, in parts per million. */
  costPpm: z.number().min(0).max(1_000_000),
  /** Impact of a trade of the whole, in deviations a bar: it grows with the square root of the share that is traded. */
  impact: z.number().min(0).max(100),
});
export type OptimisationSettings = z.infer<typeof optimisationSettingsSchema>;

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
  /** The largest change of a weight. */
  drift: z.number(),
  /** Least expected shortfall for each expected return, from the safest portfolio to the one that is expected to bring most. */
  frontier: z.array(z.strictObject({ expectedReturn: z.number(), expectedShortfall: z.number() })).max(24),
  /** Share of the variance of the assets that each common factor explains, and how each asset moves with the first. */
  factors: z.array(z.strictObject({ explained: z.number(), loadings: z.array(z.number()) })).max(5),
});
export type OptimisationReport = z.infer<typeof optimisationReportSchema>;
