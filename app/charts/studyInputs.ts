import type { ChartColumns } from '../contract/charts.ts';
import { type BarColumnName, barColumnNames, isFreeInput, mostStudyPeriod, type Study } from '../contract/studies.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type IndicatorDefinition, indicatorDefinition } from '../indicators/definition.ts';

/** What a free series is where nothing was chosen: closes, and highs with lows where two are compared. */
const usual: Readonly<Record<string, BarColumnName>> = { real0: 'high', real1: 'low' };

/** @throws ExpectedError INDICATOR_UNKNOWN, and STUDY_TOO_LONG for a period that no chart has the bars for */
export function studyDefinition({ convention, name, options }: Study): IndicatorDefinition {
  const definition = indicatorDefinition(convention, name);
  for (const [place, { name: option }] of definition.options.entries()) {
    const value = options[place] ?? 0;
    if (!option.includes('period') || value <= mostStudyPeriod) continue;
    throw new ExpectedError('STUDY_TOO_LONG', `${name}: ${option} is ${value}`, {
      advice: `A chart computes over ${mostStudyPeriod} bars at most: choose a longer interval.`,
      facts: { name, option, value },
    });
  }
  return definition;
}

/** The columns that an indicator takes, in its order. */
export function studyInputs(definition: IndicatorDefinition, study: Study, bars: ChartColumns): Float64Array[] {
  let free = 0;
  return definition.inputs.map((input) => {
    if (input === 'timeMs') return bars.timeS.map((at) => at * 1000);
    if (!isFreeInput(input)) return bars[barColumnNames.find((name) => name === input) ?? 'close'];
    const chosen = study.columns[free] ?? usual[input] ?? 'close';
    free += 1;
    return bars[chosen];
  });
}
