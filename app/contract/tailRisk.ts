import { z } from 'zod';

/** How far ahead a loss is looked for. */
export const tailHorizons = { '1h': 3_600, '1d': 86_400, '10d': 864_000 } as const;
export type TailHorizon = keyof typeof tailHorizons;
export const tailLevels = [0.95, 0.975, 0.99] as const;
/** A fit is made anew every four hours, or with every bar where bars are longer. */
export const refitS = 14_400;
/** Days that the figures look back. */
export const tailWindowDays = 252;
/** Forecasts of a backtest at most. */
export const mostForecasts = 500;

export const tailSettingsSchema = z.strictObject({ horizon: z.enum(['1h', '1d', '10d']) });
export type TailSettings = z.infer<typeof tailSettingsSchema>;

const chance = z.number().min(0).max(1);

const backtestSchema = z.strictObject({
  /** Returns behind each forecast. */
  window: z.int(),
  forecasts: z.int(),
  fits: z.int(),
  notConverged: z.int(),
  levels: z.array(
    z.strictObject({
      level: chance,
      hits: z.int(),
      hitRate: chance,
      /** Kupiec: the chance of a hit rate this far off if the level is right. */
      kupiecP: chance,
      /** Christoffersen: the chance of hits this clustered if they are independent. */
      independenceP: chance,
      light: z.enum(['green', 'yellow', 'red']),
    }),
  ),
});

const tailMethodSchema = z.strictObject({
  method: z.enum(['historical', 'filtered', 'garch-t', 'gjr-t']),
  /** false: the historical figures stand in its place. */
  converged: z.boolean(),
  problem: z.string().max(400),
  /** Shares of what is held, positive losses. */
  risks: z.array(z.strictObject({ level: chance, valueAtRisk: z.number(), expectedShortfall: z.number() })),
  /** Of forecasts one bar ahead; null where there are too few returns. */
  backtest: backtestSchema.nullable(),
});

export const tailReportSchema = z.strictObject({
  /** Newest returns that the figures are made of. */
  returns: z.int(),
  /** How many 252 days would have. */
  wanted: z.int(),
  /** Bars ahead. */
  periods: z.int(),
  /** Bars from one fit of the backtest to the next. */
  refitEvery: z.int(),
  /** What all that is held comes to, each without its sign. */
  gross: z.number(),
  methods: z.array(tailMethodSchema),
});
export type TailReport = z.infer<typeof tailReportSchema>;
