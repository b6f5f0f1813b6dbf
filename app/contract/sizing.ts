import { z } from 'zod';

const positive = z.number().positive().max(1e15);
const share = z.number().min(0).max(1);

/** What the calculators are given; prices and sizes in the unit that the person thinks in. */
export const sizingRequestSchema = z.strictObject({
  wins: z.int().min(0).max(10_000_000),
  losses: z.int().min(0).max(10_000_000),
  averageWin: positive,
  averageLoss: positive,
  /** Share of full Kelly. */
  fraction: share,
  /** Correlation with what is held already. */
  rho: z.number().min(-1).max(1),
  /** Bounds of a position, as shares of capital. */
  least: share,
  most: share,
  capital: positive,
  /** What may be lost at the stop, as a share of capital. */
  riskShare: share,
  entry: positive,
  stop: positive,
  /** A year. */
  targetVolatility: z.number().positive().max(10),
  volatility: z.number().positive().max(100),
  leverage: z.number().positive().max(100),
});
export type SizingRequest = z.infer<typeof sizingRequestSchema>;

/** Capital that is called ruined, as a share of what it is. */
export const ruinFloor = 0.5;

export const sizingReportSchema = z.strictObject({
  kelly: z.strictObject({
    trades: z.int(),
    /** Drawn towards an even bet as far as the record is short. */
    p: share,
    b: z.number(),
    full: z.number(),
    /** After fraction, correlation and bounds; 0 without an edge. */
    stake: share,
    amount: z.number(),
    ruin: share,
  }),
  /** From nothing to twice full Kelly; empty without an edge. */
  curve: z.array(z.strictObject({ stake: z.number(), growth: z.number(), ruin: share })).max(64),
  fixedFractional: z.strictObject({ units: z.number(), notional: z.number(), share: z.number() }),
  volatilityTarget: z.strictObject({ exposure: z.number(), capped: z.boolean(), notional: z.number() }),
});
export type SizingReport = z.infer<typeof sizingReportSchema>;

/** window -> main -> compute. @throws ExpectedError PARAMETER_OUT_OF_RANGE, STOP_AT_ENTRY */
export const sizingRequests = {
  sizing: { request: sizingRequestSchema, response: sizingReportSchema },
} as const;
