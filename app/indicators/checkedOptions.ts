import { ExpectedError } from '../domain/errors.ts';
import type { IndicatorDefinition } from './definition.ts';

function optionError(definition: IndicatorDefinition, message: string, advice: string, facts: object): ExpectedError {
  return new ExpectedError('INDICATOR_OPTIONS', `${definition.name}: ${message}`, {
    advice,
    facts: { indicator: definition.name, convention: definition.convention, ...facts },
  });
}

/**
 * Options in their order, as the core takes them; those that are left out at the end are the defaults.
 * @throws ExpectedError INDICATOR_OPTIONS for too many, one out of its bounds, or a fraction where a whole number is asked
 */
export function checkedOptions(definition: IndicatorDefinition, given: readonly number[]): Float64Array {
  const { options } = definition;
  if (given.length > options.length) {
    const names = options.map(({ name }) => name).join(', ') || 'none';
    throw optionError(definition, `${given.length} options for ${options.length}`, `It takes: ${names}.`, {});
  }
  return Float64Array.from(options, (option, i) => {
    const value = given[i] ?? option.default;
    const isFine = value >= option.least && value <= option.most && (!option.whole || Number.isInteger(value));
    if (isFine) return value;
    const kind = option.whole ? 'a whole number' : 'a number';
    throw optionError(
      definition,
      `${option.name} is ${value}`,
      `Give ${kind} from ${option.least} to ${option.most}; ${option.default} is usual.`,
      { option: option.name, value },
    );
  });
}

/** For options that are each within their bounds but do not go together. */
export function conflictingOptions(definition: IndicatorDefinition, options: Float64Array): ExpectedError {
  const shown = definition.options.map(({ name }, i) => `${name} ${options[i]}`).join(', ');
  return optionError(
    definition,
    `these options do not go together: ${shown}`,
    'Let the short period be no longer than the long one, and a start no higher than its limit.',
    {},
  );
}
