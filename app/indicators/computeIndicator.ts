import { BugError, ExpectedError } from '../domain/errors.ts';
import { loadNative } from '../native.ts';
import { checkedColumns, notFiniteInput } from './checkedInputs.ts';
import { checkedOptions, conflictingOptions } from './checkedOptions.ts';
import { type IndicatorConvention, type IndicatorDefinition, indicatorDefinition } from './definition.ts';

/** What the core answers besides a count. */
const outOfRange = -2;
const notFinite = -3;

/** begin: the bar of the first value; each output ends at the last bar, so place i of an output is bar begin + i. */
export interface IndicatorResult {
  readonly outputs: readonly Float64Array[];
  readonly begin: number;
}

/** Bars that pass before the first value. @throws ExpectedError INDICATOR_UNKNOWN, INDICATOR_OPTIONS */
export function indicatorWarmUp(
  convention: IndicatorConvention,
  name: string,
  options: readonly number[] = [],
): number {
  const definition = indicatorDefinition(convention, name);
  const checked = checkedOptions(definition, options);
  const bars = loadNative().indicatorWarmUp(definition.place, checked);
  if (bars === outOfRange) throw conflictingOptions(definition, checked);
  return bars;
}

/** Throws for what the core answered in place of a count. */
export function throwFor(
  answer: number,
  definition: IndicatorDefinition,
  options: Float64Array,
  inputs: readonly Float64Array[],
): never {
  if (answer === outOfRange) throw conflictingOptions(definition, options);
  if (answer === notFinite) throw notFiniteInput(definition, inputs);
  throw new BugError('the core refused the arguments of an indicator', { indicator: definition.name, answer });
}

/**
 * An indicator over whole columns, one an input in the definition's order, all as long. Bars that are too few for a first value are an error.
 * @param options in the convention's order; those left out at the end are the defaults
 * @param into columns to write to, one an output and no shorter than the inputs, for who asks again and again; new ones by default
 * @throws ExpectedError INDICATOR_UNKNOWN, INDICATOR_OPTIONS, INDICATOR_INPUTS, INDICATOR_NOT_FINITE, INDICATOR_TOO_SHORT
 */
export function computeIndicator(
  convention: IndicatorConvention,
  name: string,
  inputs: readonly Float64Array[],
  options: readonly number[] = [],
  into?: readonly Float64Array[],
): IndicatorResult {
  const definition = indicatorDefinition(convention, name);
  const checked = checkedOptions(definition, options);
  const bars = checkedColumns(definition, inputs);
  const outputs = into ?? definition.outputs.map(() => new Float64Array(bars));
  const count = loadNative().indicatorBatch(definition.place, checked, inputs, outputs);
  if (count < 0) throwFor(count, definition, checked, inputs);
  if (count === 0) throw tooShort(definition, bars, indicatorWarmUp(convention, name, options));
  const columns = outputs.slice(0, definition.outputs.length);
  return { outputs: columns.map((column) => column.subarray(0, count)), begin: bars - count };
}

function tooShort({ name, convention }: IndicatorDefinition, bars: number, warmUp: number): ExpectedError {
  return new ExpectedError('INDICATOR_TOO_SHORT', `${name} has no value within ${bars} bars`, {
    advice: `Give it at least ${warmUp + 1} bars, or shorter periods.`,
    facts: { indicator: name, convention, bars, needed: warmUp + 1 },
  });
}
