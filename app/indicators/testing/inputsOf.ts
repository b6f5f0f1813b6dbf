import type { IndicatorDefinition } from '../definition.ts';
import type { RandomBars } from './randomBars.ts';

/** The columns that an indicator asks for, of bars: `real` is the close, a second series the open. */
export function inputsOf(definition: IndicatorDefinition, bars: RandomBars): Float64Array[] {
  const columns: Readonly<Record<string, Float64Array>> = {
    ...bars,
    real: bars.close,
    real0: bars.close,
    real1: bars.open,
    periods: bars.volume.map((volume) => 2 + (volume % 30)),
  };
  return definition.inputs.map((name) => {
    const column = columns[name];
    if (column === undefined) throw new Error(`no column for the input ${name}`);
    return ['acos', 'asin'].includes(definition.name) ? column.map((value) => Math.sin(value)) : column;
  });
}
