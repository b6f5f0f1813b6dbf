import { z } from 'zod';

const valueSchema = z.union([z.string().max(4_096), z.number(), z.boolean(), z.null()]);
export type SettingValue = z.infer<typeof valueSchema>;

/** One setting as a person is shown it. */
export const settingRowSchema = z.strictObject({
  id: z.string().max(64),
  group: z.string(),
  title: z.string(),
  /** What it does. */
  effect: z.string(),
  takesEffect: z.enum(['now', 'next start']),
  kind: z.enum(['number', 'text', 'choice', 'toggle', 'list']),
  unit: z.string(),
  /** Of a number that may be left out, what leaving it out means; empty where it may not. */
  whenEmpty: z.string(),
  choices: z.array(z.string()),
  value: valueSchema,
  default: valueSchema,
});
export type SettingRow = z.infer<typeof settingRowSchema>;

const rowsSchema = z.strictObject({ rows: z.array(settingRowSchema) });

export const settingRequests = {
  /** Those that main keeps; those of a window's looks are the window's own. */
  settings: { request: z.strictObject({}), response: rowsSchema },
  /** On disk when it answers. @throws SETTING_REFUSED saying why */
  changeSetting: {
    request: z.strictObject({ id: z.string().max(64), value: valueSchema }),
    response: rowsSchema,
  },
  /** Asks where; null if the person called it off. The looks of the window go along. */
  exportSettings: {
    request: z.strictObject({ window: z.record(z.string().max(64), z.unknown()) }),
    response: z.strictObject({ path: z.string().nullable() }),
  },
  /**
   * Asks for a file, checks all of it, then takes all of it or nothing; never modes, grants, limits or the trading state. Answers the
   * window's part; null if the person called it off. @throws SETTINGS_REFUSED
   */
  importSettings: {
    request: z.strictObject({}),
    response: z.strictObject({ window: z.record(z.string(), z.unknown()) }).nullable(),
  },
  /** Asks for the folder of the scheduled reports; null if the person called it off. */
  chooseReportFolder: { request: z.strictObject({}), response: z.strictObject({ path: z.string().nullable() }) },
} as const;
