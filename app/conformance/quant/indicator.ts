import { z } from 'zod';
import { ExpectedError } from '../../domain/errors.ts';
import { computeIndicator, type IndicatorResult } from '../../indicators/computeIndicator.ts';
import { indicatorConventions, indicatorDefinition } from '../../indicators/definition.ts';
import type { QuantFunction } from './quantFunction.ts';

const schema = z.object({
  name: z.string(),
  convention: z.enum(indicatorConventions),
  inputs: z.array(z.array(z.number())),
  options: z.array(z.number()).default([]),
});
const lists = z.array(z.array(z.number().nullable()));

/** Tulip's directional indices took the close too before release 0.9, though it cancels out of them. */
const withIdleClose: readonly string[] = ['dx', 'adx', 'adxr'];

/** Bars that are too few for a value are no error here: the file may expect just that. */
function computed({ convention, name, inputs, options }: z.infer<typeof schema>): IndicatorResult {
  try {
    const isIdle = convention === 'tulip' && withIdleClose.includes(name.toLowerCase());
    const columns = inputs.slice(0, isIdle ? 2 : undefined).map((column) => Float64Array.from(column));
    return computeIndicator(convention, name, columns, options);
  } catch (error) {
    if (!(error instanceof ExpectedError) || error.code !== 'INDICATOR_TOO_SHORT') throw error;
    const outputs = indicatorDefinition(convention, name).outputs.map(() => new Float64Array());
    return { outputs, begin: inputs[0]?.length ?? 0 };
  }
}

/** Outputs are aligned at the last bar: the file may have nulls for the bars before the first value, or the last few values alone. */
function aligned(ours: readonly number[], wanted: readonly (number | null)[] | undefined): (number | null)[] {
  if (wanted === undefined || wanted.length === 0) return [...ours];
  const missing = wanted.length - ours.length;
  if (missing <= 0) return ours.slice(-missing);
  const isWarmUp = wanted.slice(0, missing).every((each) => each === null);
  return isWarmUp ? [...Array.from({ length: missing }, () => null), ...ours] : [...ours];
}

/** outputs: one list each, the last value at the last bar; begin: the bar of the first. */
export const indicator: QuantFunction = (args, expected) => {
  const { outputs, begin } = computed(schema.parse(args));
  const wanted = lists.safeParse(expected.outputs);
  return { outputs: outputs.map((column, k) => aligned(Array.from(column), wanted.data?.[k])), begin };
};
