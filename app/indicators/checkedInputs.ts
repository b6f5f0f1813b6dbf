import { ExpectedError } from '../domain/errors.ts';
import type { IndicatorDefinition } from './definition.ts';

function inputError({ name, convention, inputs }: IndicatorDefinition, message: string): ExpectedError {
  return new ExpectedError('INDICATOR_INPUTS', `${name}: ${message}`, {
    advice: `Give one column each for ${inputs.join(', ')}, all of the same bars.`,
    facts: { indicator: name, convention },
  });
}

/** The number of bars. @throws ExpectedError INDICATOR_INPUTS when columns are missing, too many, or not equally long */
export function checkedColumns(definition: IndicatorDefinition, columns: readonly Float64Array[]): number {
  const { inputs } = definition;
  checkedWidth(definition, columns.length);
  const bars = columns[0]?.length ?? 0;
  const odd = columns.findIndex(({ length }) => length !== bars);
  if (odd >= 0) throw inputError(definition, `${inputs[odd]} has ${columns[odd]?.length} bars, ${inputs[0]} ${bars}`);
  return bars;
}

/** @throws ExpectedError INDICATOR_INPUTS when a bar has another number of values than the definition's inputs */
export function checkedWidth(definition: IndicatorDefinition, width: number): void {
  const { inputs } = definition;
  if (width !== inputs.length) throw inputError(definition, `${width} inputs for ${inputs.length}`);
}

/** Names the first number that is not finite. */
export function notFiniteInput(definition: IndicatorDefinition, columns: readonly Float64Array[]): ExpectedError {
  const column = Math.max(
    columns.findIndex((each) => each.some((value) => !Number.isFinite(value))),
    0,
  );
  const bar = columns[column]?.findIndex((value) => !Number.isFinite(value)) ?? 0;
  const name = definition.inputs[column] ?? '';
  return new ExpectedError('INDICATOR_NOT_FINITE', `${definition.name}: ${name} is not a number at bar ${bar}`, {
    advice: 'Leave out the bars that have gaps, or fill them, before asking for the indicator.',
    facts: { indicator: definition.name, convention: definition.convention, input: name, bar },
  });
}
