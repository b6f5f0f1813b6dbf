import { z } from 'zod';

/** Whose names, order of options, warm-up and first value an indicator has: those of app/indicators. */
export const studyConventions = ['talib', 'tulip', 'chart'] as const;

/** What of a bar an indicator of a free series can be computed of. */
export const barColumnNames = ['open', 'high', 'low', 'close', 'volume'] as const;
export type BarColumnName = (typeof barColumnNames)[number];

/** Studies of one chart at most. */
export const mostStudies = 12;
/** Bars that a period may span in a chart: more are never loaded, and a sum over more is no work for the engine. */
export const mostStudyPeriod = 5_000;
const mostOptions = 8;
const mostOutputs = 8;

/** An indicator as a chart shows it. */
export const studySchema = z.strictObject({
  convention: z.enum(studyConventions),
  name: z.string().regex(/^[a-z0-9_]{1,32}$/),
  /** In the indicator's order; those left out at the end are its defaults. */
  options: z.array(z.number().min(-3e37).max(3e37)).max(mostOptions),
  /** What each of its free series is, in their order: an average is of closes, or of anything else. */
  columns: z.array(z.enum(barColumnNames)).max(mostOptions),
});
export type Study = z.infer<typeof studySchema>;

/** What tells it from others: equal studies have equal keys. */
export function studyKey({ convention, name, options, columns }: Study): string {
  return `${convention} ${name} ${options.join(' ')} ${columns.join(' ')}`.trim();
}

const outputsSchema = z.array(z.instanceof(Float64Array)).max(mostOutputs);

/** A study over bars: a number a bar and output, NaN where it has none: while it warms up it has no value, which is not 0. */
export const studyValuesSchema = z.strictObject({
  key: z.string().max(1_000),
  outputs: outputsSchema,
  /** Why there is no value, in words; empty where there are. */
  problem: z.string().max(512),
});
export type StudyValues = z.infer<typeof studyValuesSchema>;

const optionSchema = z.strictObject({
  name: z.string().max(64),
  default: z.number(),
  least: z.number(),
  most: z.number(),
  whole: z.boolean(),
});

/** An indicator that can be chosen: app/indicators/definition.ts. */
export const studyDefinitionSchema = z.strictObject({
  convention: z.enum(studyConventions),
  name: z.string().max(32),
  inputs: z.array(z.string().max(32)).max(mostOptions),
  outputs: z.array(z.string().max(32)).max(mostOutputs),
  options: z.array(optionSchema).max(mostOptions),
});
export type StudyDefinition = z.infer<typeof studyDefinitionSchema>;

/** Inputs that are of the bar itself: everything else is a series of one's choice. */
export function isFreeInput(input: string): boolean {
  return input !== 'timeMs' && !(barColumnNames as readonly string[]).includes(input);
}
