import { z } from 'zod';
import { mostBarsInPage } from './charts.ts';
import { assetSchema } from './exposure.ts';

/** Holdings of which one answer speaks at most. */
export const mostTails = 256;
const words = z.string().max(200);

const tailSchema = z.strictObject({
  asset: assetSchema,
  millionths: z.int().min(0).max(1_000_000),
  method: z.enum(['filteredGarch', 'historical']),
  sample: z.int().nonnegative(),
  series: words,
  fallBack: words,
  toMs: z.number().nonnegative(),
});

/** Of which asset nothing could be estimated, and why. */
const unknownTailSchema = z.strictObject({ asset: assetSchema, reason: words });

export const valueAtRiskSchema = z.strictObject({
  madeAtMs: z.number().nonnegative(),
  tails: z.array(tailSchema).max(mostTails),
  unknown: z.array(unknownTailSchema).max(mostTails),
});
export type ValueAtRiskFigures = z.output<typeof valueAtRiskSchema>;

const columnSchema = z.instanceof(Float64Array).refine(({ length }) => length <= mostBarsInPage);
const barsSchema = z
  .strictObject({ timeS: columnSchema, close: columnSchema })
  .refine(({ timeS, close }) => timeS.length === close.length);

/** Of a plain garch with Student-t shocks, which its nu makes finite. */
const fittedSchema = z.strictObject({
  mu: z.number(),
  omega: z.number(),
  alpha: z.number(),
  gamma: z.number(),
  beta: z.number(),
  nu: z.number(),
  lambda: z.number(),
});

/** main -> compute: bars of what is held and of the native currency, both in dollars, and what was fitted to the series the last time. */
export const heldTailsRequest = {
  request: z.strictObject({
    held: z
      .array(
        z.strictObject({
          asset: assetSchema,
          series: words,
          intervalS: z.int().positive(),
          own: barsSchema,
          native: barsSchema,
          last: fittedSchema.nullable(),
        }),
      )
      .max(mostTails),
  }),
  response: z.strictObject({
    tails: z.array(tailSchema),
    unknown: z.array(unknownTailSchema),
    fits: z.array(z.strictObject({ series: words, fitted: fittedSchema })).max(mostTails),
  }),
} as const;
export type HeldBars = z.output<(typeof heldTailsRequest)['request']>['held'][number];
export type TailFit = HeldBars['last'];
