import { type JSX, useRef, useState } from 'react';
import type { ChartSeries } from '../../../app/contract/charts.ts';
import { SeriesList } from '../../components/SeriesList.tsx';
import { detailOf } from '../../format/series.ts';
import { useThisChart } from './chartScope.ts';

/** The series on show, and the list of all to choose from. */
export function SeriesChooser({ chosen }: { chosen: ChartSeries | null }): JSX.Element {
  const chart = useThisChart();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <div className="min-w-0">
      <button
        ref={button}
        type="button"
        data-testid="chart-series"
        aria-haspopup="listbox"
        aria-expanded={open}
        className="flex h-5 max-w-full items-center gap-2 rounded-sm bg-raised px-2 hover:text-accent"
        onClick={() => setOpen(!open)}
      >
        <span className="truncate font-semibold">{chosen?.symbol ?? 'Choose what to chart'}</span>
        {chosen === null ? null : <span className="truncate text-caption text-ink-3">{detailOf(chosen)}</span>}
      </button>
      {open ? (
        <SeriesList
          label="What to chart"
          testId="chart"
          opener={button.current}
          onChoose={(series) => {
            close();
            chart.showSeries(series);
          }}
          onClose={(byEscape) => (byEscape ? close() : setOpen(false))}
        />
      ) : null}
    </div>
  );
}
