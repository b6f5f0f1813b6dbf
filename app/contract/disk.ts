import { z } from 'zod';

const megabytes = z.int().min(0).max(10_000_000);

/** How much room the disk of the data folder must have; 0 looks at nothing. As it stands in the settings. */
export const diskLimitsSchema = z
  .strictObject({
    /** Below this a person is warned. */
    warnBelowMb: megabytes.default(1_024),
    /** Below this trading is halted: the journal needs some of it to go on. */
    haltBelowMb: megabytes.default(128),
  })
  .refine(({ warnBelowMb, haltBelowMb }) => haltBelowMb <= warnBelowMb, 'haltBelowMb is above warnBelowMb');
export type DiskLimits = z.output<typeof diskLimitsSchema>;

/** The disk of the data folder, as main last saw it. */
export const diskStateSchema = z.strictObject({
  freeBytes: z.number().nonnegative(),
  level: z.enum(['enough', 'low', 'spent']),
  /** What that means and what to do. */
  text: z.string().max(256),
  ...diskLimitsSchema.shape,
});
export type DiskState = z.output<typeof diskStateSchema>;
