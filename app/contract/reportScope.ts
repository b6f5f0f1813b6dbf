import { z } from 'zod';
import { strategyIdSchema } from './domainSchemas.ts';

/** The whole epoch, one UTC day of it, or one strategy. */
export const reportScopeSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('epoch') }),
    z.strictObject({ kind: z.literal('day'), day: z.iso.date() }),
    z.strictObject({ kind: z.literal('strategy'), strategy: strategyIdSchema }),
  ])
  .default({ kind: 'epoch' });
export type ReportScopeRequest = z.input<typeof reportScopeSchema>;

export const reportFormats = ['json', 'csv', 'pdf'] as const;
export type ReportFormat = (typeof reportFormats)[number];
