import { z } from 'zod';
import { reportFormats } from './reportScope.ts';

/** Reports of each day that are written by themselves. As it stands in the settings. */
export const reportScheduleSchema = z.strictObject({
  /** Where they go, its full path; null writes none. */
  folder: z.string().min(1).max(4_096).nullable().default(null),
  formats: z
    .array(z.enum(reportFormats))
    .min(1)
    .max(reportFormats.length)
    .default([...reportFormats]),
  /** How often the report of the day so far is written anew; at the end of the day in any case. */
  everyMinutes: z.int().min(1).max(1_440).default(60),
});
export type ReportSchedule = z.output<typeof reportScheduleSchema>;
