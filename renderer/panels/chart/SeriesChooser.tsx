import { Command } from 'cmdk';
import { type JSX, useRef, useState } from 'react';
import type { ChartSeries } from '../../../app/contract/charts.ts';
import { displayCount } from '../../format/amount.ts';
import { showSeries } from './chartStore.ts';
import { detailOf, keyOf, useSeriesList } from './useSeriesList.ts';

const itemClass =
  'flex h-6 items-center gap-2 rounded-sm px-2 text-ink-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink';

/** The series on show, and the list of all to choose from: by mouse, or by words, arrows and Enter. */
export function SeriesChooser({ chosen }: { chosen: ChartSeries | null }): JSX.Element {
  const { data } = useSeriesList();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (series: ChartSeries): void => {
    close();
    showSeries(series);
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
        <Command
          label="What to chart"
          loop
          className="absolute top-7 left-1 z-20 w-80 max-w-[calc(100%-8px)] rounded-sm border border-line bg-panel"
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            close();
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget) && relatedTarget !== button.current) setOpen(false);
          }}
        >
          <Command.Input
            autoFocus
            data-testid="chart-search"
            placeholder="Token, pair, venue or pool"
            className="h-7 w-full border-b border-line bg-transparent px-2 outline-none placeholder:text-ink-3"
          />
          <Command.List className="max-h-64 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-2 text-ink-3">Nothing has these words.</Command.Empty>
            {(data?.series ?? []).map((series) => (
              <Command.Item
                key={keyOf(series)}
                value={`${series.symbol} ${detailOf(series)} ${keyOf(series)}`}
                data-testid="chart-choice"
                data-key={keyOf(series)}
                className={itemClass}
                onSelect={() => choose(series)}
              >
                <span className="truncate">{series.symbol}</span>
                <span className="min-w-0 flex-1 truncate text-caption text-ink-3">{detailOf(series)}</span>
                <span className="text-caption text-ink-3">
                  {displayCount(series.rows)} {series.source.kind === 'pool' ? 'trades' : 'bars'}
                </span>
              </Command.Item>
            ))}
          </Command.List>
          {data !== undefined && data.more > 0 ? (
            <p className="border-t border-line px-2 py-1 text-caption text-ink-3">
              {displayCount(data.more)} more are not listed.
            </p>
          ) : null}
        </Command>
      ) : null}
    </div>
  );
}
