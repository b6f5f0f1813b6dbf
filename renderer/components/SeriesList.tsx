import { Command } from 'cmdk';
import type { JSX } from 'react';
import type { ChartSeries } from '../../app/contract/charts.ts';
import { displayCount } from '../format/amount.ts';
import { detailOf, keyOf } from '../format/series.ts';
import { useSeriesList } from '../state/seriesList.ts';

const itemClass =
  'flex h-6 items-center gap-2 rounded-sm px-2 text-ink-2 data-[selected=true]:bg-selected data-[selected=true]:text-ink';

export interface SeriesListProps {
  /** What it is for, and the first part of its test ids. */
  readonly label: string;
  readonly testId: string;
  readonly onChoose: (series: ChartSeries) => void;
  /** The keyboard left it, or Escape was pressed. */
  readonly onClose: (byEscape: boolean) => void;
  /** The button that opened it: a click on it closes by itself. */
  readonly opener: Element | null;
}

/** Every series that there are bars of, to choose from by mouse, or by words, arrows and Enter. */
export function SeriesList({ label, testId, onChoose, onClose, opener }: SeriesListProps): JSX.Element {
  const { data } = useSeriesList();
  return (
    <Command
      label={label}
      loop
      className="absolute top-7 left-1 z-20 w-80 max-w-[calc(100%-8px)] rounded-sm border border-line bg-panel"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose(true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget) && relatedTarget !== opener) onClose(false);
      }}
    >
      <Command.Input
        autoFocus
        data-testid={`${testId}-search`}
        placeholder="Token, pair, venue or pool"
        className="h-7 w-full border-b border-line bg-transparent px-2 outline-none placeholder:text-ink-3"
      />
      <Command.List className="max-h-64 overflow-y-auto p-1">
        <Command.Empty className="px-2 py-2 text-ink-3">Nothing has these words.</Command.Empty>
        {(data?.series ?? []).map((series) => (
          <Command.Item
            key={keyOf(series)}
            value={`${series.symbol} ${detailOf(series)} ${keyOf(series)}`}
            data-testid={`${testId}-choice`}
            data-key={keyOf(series)}
            className={itemClass}
            onSelect={() => onChoose(series)}
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
  );
}
