import { z } from 'zod';

export const correlationMethods = ['pearson', 'spearman', 'exponential', 'ledoit-wolf'] as const;
export type CorrelationMethod = (typeof correlationMethods)[number];
/** Returns after which a weight of the exponential method has halved. */
export const halfLifeReturns = 30;
const mostDrawdowns = 20;

export const correlationSettingsSchema = z.strictObject({ method: z.enum(correlationMethods) });

export const correlationReportSchema = z.strictObject({
  names: z.array(z.string().max(140)),
  /** Places of the names such that what moves together stands together. */
  order: z.array(z.int().nonnegative()),
  /** In the order of the names. */
  matrix: z.array(z.array(z.number().min(-1).max(1))),
  /** Of ledoit-wolf: 0 is the sample alone, 1 independence. */
  intensity: z.number().nullable(),
  /** Of all that is held, the deepest first; as many as are shown. */
  drawdowns: z
    .array(
      z.strictObject({
        depth: z.number(),
        peakS: z.number(),
        troughS: z.number(),
        /** null: not yet. */
        recoveredS: z.number().nullable(),
      }),
    )
    .max(mostDrawdowns),
});
export type CorrelationReport = z.infer<typeof correlationReportSchema>;
