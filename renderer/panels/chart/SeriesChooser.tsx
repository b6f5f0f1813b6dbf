import type { JSX } from 'react';
import type { ChartSeries } from '../../../app/contract/charts.ts';
import { SeriesPicker } from '../../components/SeriesPicker.tsx';
import { detailOf } from '../../format/series.ts';
import { useThisChart } from './chartScope.ts';

/** The series on show, and the list of all to choose from. */
export function SeriesChooser({ chosen }: { chosen: ChartSeries | null }): JSX.Element {
  const chart = useThisChart();
  return (
    <div className="min-w-0">
      <SeriesPicker
        label="What to chart"
        testId="chart"
        buttonTestId="chart-series"
        className="flex h-5 max-w-full items-center gap-2 rounded-sm bg-raised px-2 hover:text-accent"
        onChoose={(series) => chart.showSeries(series)}
      >
        <span className="truncate font-semibold">{chosen?.symbol ?? 'Choose what to chart'}</span>
        {chosen === null ? null : <span className="truncate text-caption text-ink-3">{detailOf(chosen)}</span>}
      </SeriesPicker>
    </div>
  );
}
