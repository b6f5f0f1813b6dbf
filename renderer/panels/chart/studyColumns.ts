import type { BarsRow } from '../../../app/contract/charts.ts';
import type { StudyValues } from '../../../app/contract/studies.ts';
import type { ChartBar } from './chartBars.ts';

/** A study over the loaded bars: a number a bar and output, NaN where there is none. */
export interface StudyColumns {
  readonly outputs: readonly (readonly number[])[];
  /** Why there is no value; empty where there are. */
  readonly problem: string;
}

/** What was computed of the loaded bars, by the studies' keys. */
export interface Studied {
  /** Of all bars from this time on. */
  readonly fromMs: number;
  readonly values: ReadonlyMap<string, StudyColumns>;
}

export const nothingStudied: Studied = { fromMs: 0, values: new Map() };

/** Values of bars that open at `timeS`, at the places of the loaded bars of the same times. */
export function studiedAt(
  bars: readonly ChartBar[],
  fromMs: number,
  timeS: Float64Array,
  studies: readonly StudyValues[],
): Studied {
  const places = placesOf(bars, timeS);
  const values = studies.map(({ key, outputs, problem }): [string, StudyColumns] => [
    key,
    {
      problem,
      outputs: outputs.map((column) => places.map((place) => (place < 0 ? Number.NaN : (column[place] ?? Number.NaN)))),
    },
  ]);
  return { fromMs, values: new Map(values) };
}

/** Of each bar its place among ascending times; -1 where it is not there. */
function placesOf(bars: readonly ChartBar[], timeS: Float64Array): number[] {
  let place = 0;
  return bars.map((bar) => {
    while (place < timeS.length && (timeS[place] ?? 0) < bar.timeS) place += 1;
    return timeS[place] === bar.timeS ? place : -1;
  });
}

/** The values once older bars stand in front: those have none until they are computed anew. */
export function behindOlder({ fromMs, values }: Studied, older: number): Studied {
  const front = Array.from({ length: older }, () => Number.NaN);
  return { fromMs, values: mapped(values, (column) => [...front, ...column]) };
}

/** The values once so many of the first bars are gone. */
export function withoutFirst({ fromMs, values }: Studied, gone: number): Studied {
  return { fromMs, values: mapped(values, (column) => column.slice(gone)) };
}

/** The newest values in place of those that could still change: `kept` bars stay, `added` come. */
export function withNewestValues(studied: Studied, kept: number, added: number, row: BarsRow['studies']): Studied {
  const none = Array.from({ length: added }, () => Number.NaN);
  const values = [...studied.values].map(([key, { outputs, problem }]): [string, StudyColumns] => {
    const streamed = row.find((each) => each.key === key && each.fromMs === studied.fromMs);
    if (streamed === undefined || streamed.problem !== '')
      return [
        key,
        {
          problem: streamed?.problem ?? problem,
          outputs: outputs.map((column) => [...column.slice(0, kept), ...none]),
        },
      ];
    // Where the first value comes with a row, nothing was computed before it.
    const before = streamed.outputs.map(
      (_, i) => outputs[i]?.slice(0, kept) ?? Array.from({ length: kept }, () => Number.NaN),
    );
    return [key, { problem: '', outputs: before.map((column, i) => [...column, ...(streamed.outputs[i] ?? none)]) }];
  });
  return { fromMs: studied.fromMs, values: new Map(values) };
}

function mapped(
  values: Studied['values'],
  change: (column: readonly number[]) => readonly number[],
): ReadonlyMap<string, StudyColumns> {
  return new Map([...values].map(([key, { outputs, problem }]) => [key, { outputs: outputs.map(change), problem }]));
}
