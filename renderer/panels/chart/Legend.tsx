import { useQuery } from '@tanstack/react-query';
import type { JSX } from 'react';
import type { ChartInterval, ChartSeries } from '../../../app/contract/charts.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { displayCount } from '../../format/amount.ts';
import { barTime, displayChange, displayPrice } from '../../format/price.ts';
import { keyOf } from '../../format/series.ts';
import type { ChartBar } from './chartBars.ts';
import { useRested } from './useRested.ts';

export interface LegendProps {
  readonly series: ChartSeries;
  readonly interval: ChartInterval;
  /** The one under the crosshair, or the newest. */
  readonly bar: ChartBar | undefined;
  /** The bar before it. */
  readonly before: ChartBar | undefined;
  readonly fills: number;
}

/** One bar in figures; to the last digit on hover and in what is copied. */
export function Legend({ series, interval, bar, before, fills }: LegendProps): JSX.Element | null {
  const openTimeMs = useRested(bar === undefined ? null : bar.timeS * 1000);
  const { source } = series;
  const { data: exact = null } = useQuery({
    // The newest bar goes on changing: what was answered of it is answered again.
    queryKey: ['chartBar', keyOf(series), interval, openTimeMs, bar?.close, bar?.volume],
    queryFn: async () => unwrap(await window.syndicate.chartBar({ source, interval, openTimeMs: openTimeMs ?? 0 })).bar,
    enabled: openTimeMs !== null,
    retry: false,
    gcTime: 30_000,
  });
  if (bar === undefined) return null;
  const shown = openTimeMs === bar.timeS * 1000 ? exact : null;
  const from = before?.close ?? bar.open;
  return (
    <p
      data-testid="chart-legend"
      data-time={bar.timeS}
      className="pointer-events-auto flex flex-wrap gap-x-3 text-caption text-ink-2"
    >
      <span className="text-ink-3">{barTime(bar.timeS)} UTC</span>
      {(['open', 'high', 'low', 'close'] as const).map((name) => (
        <span key={name}>
          <span className="text-ink-3">{name}</span>{' '}
          <span data-exact={shown?.[name]} data-testid={`chart-${name}`} title={shown?.[name]}>
            {displayPrice(bar[name])}
          </span>
        </span>
      ))}
      <span className={bar.close >= from ? 'text-gain' : 'text-loss'}>{displayChange(from, bar.close)}</span>
      <span>
        <span className="text-ink-3">volume</span>{' '}
        <span data-exact={shown?.volume} data-testid="chart-volume" title={shown?.volume}>
          {displayPrice(bar.volume)}
        </span>
      </span>
      {Number.isNaN(bar.trades) ? null : (
        <span>
          <span className="text-ink-3">trades</span> {displayCount(bar.trades)}
        </span>
      )}
      {fills === 0 ? null : <span className="text-accent">ours {displayCount(fills)}</span>}
    </p>
  );
}
