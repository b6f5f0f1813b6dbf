import { z } from 'zod';
import { calibrationOrderSchema } from '../../app/contract/calibration.ts';

/** What a calibration is run with: what a person asks for, and where and on what chain it is. */
export const calibrationOptionsSchema = z.strictObject({
  ...calibrationOrderSchema.shape,
  folder: z.string().min(1),
  seed: z.int().nonnegative(),
  intensity: z.number().min(0.1).max(10),
  blockTimeMs: z.int().min(250).max(60_000),
});
export type CalibrationOptions = z.infer<typeof calibrationOptionsSchema>;

/** What `npm run calibrate` hands over, as read from its arguments by scripts/calibrate.mjs. */
export const calibrateCommandSchema = z.strictObject({
  ...calibrationOptionsSchema.shape,
  jsonFile: z.string().min(1).nullable(),
  /** The data folder that counts it; null: that of the terminal. */
  countedIn: z.string().min(1).nullable(),
});
