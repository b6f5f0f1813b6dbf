import type { ChartColumns } from '../contract/charts.ts';
import { type Study, type StudyValues, studyKey } from '../contract/studies.ts';
import { ExpectedError } from '../domain/errors.ts';
import { computeIndicator } from '../indicators/computeIndicator.ts';
import { studyDefinition, studyInputs } from './studyInputs.ts';

/** What a study comes to over bars: a number a bar, NaN before its first. What cannot be computed says why. */
export function studyValues(study: Study, bars: ChartColumns): StudyValues {
  const key = studyKey(study);
  try {
    const definition = studyDefinition(study);
    const inputs = studyInputs(definition, study, bars);
    const { outputs, begin } = computeIndicator(study.convention, study.name, inputs, study.options);
    return { key, outputs: outputs.map((column) => aligned(column, begin + column.length)), problem: '' };
  } catch (error) {
    return { key, outputs: [], problem: problemOf(error) };
  }
}

/** A column that ends at the last of so many bars, with NaN for those before its first value. */
export function aligned(column: Float64Array, bars: number): Float64Array<ArrayBuffer> {
  const whole = new Float64Array(bars).fill(Number.NaN);
  whole.set(column, bars - column.length);
  return whole;
}

/** In words. @throws what is no ExpectedError */
export function problemOf(error: unknown): string {
  if (!(error instanceof ExpectedError)) throw error;
  return `${error.message}. ${error.advice}`.slice(0, 512);
}
