import { z } from 'zod';

/** What `npm run calibrate` hands over, as read from its arguments by scripts/calibrate.mjs. */
export const calibrationOptionsSchema = z.strictObject({
  minutes: z.number().positive(),
  /** Of a run for real in the paper's folder beforehand, whose orders say how surely each way leads into a block; 0: as shipped. */
  measureMinutes: z.number().nonnegative(),
  folder: z.string().min(1),
  jsonFile: z.string().min(1).nullable(),
  seed: z.int().nonnegative(),
  intensity: z.number().min(0.1).max(10),
  blockTimeMs: z.int().min(250).max(60_000),
  rivals: z.int().min(1).max(4),
  lagMs: z.int().min(0).max(5_000),
});
export type CalibrationOptions = z.infer<typeof calibrationOptionsSchema>;
