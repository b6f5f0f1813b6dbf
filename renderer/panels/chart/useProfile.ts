import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import type { ChartInterval, ChartProfile, ChartSeries } from '../../../app/contract/charts.ts';
import { unwrap } from '../../../app/domain/result.ts';
import { keyOf } from '../../format/series.ts';
import { useRested } from './useRested.ts';

const rows = 48;

/** Volume by price of the bars in view, once the view has come to rest and again with each new bar; null where it is not shown. */
export function useProfile(
  series: ChartSeries,
  interval: ChartInterval,
  isShown: boolean,
  lastS: number | undefined,
): { readonly profile: ChartProfile | null; readonly onRange: (fromS: number, toS: number) => void } {
  const [range, setRange] = useState<{ readonly fromS: number; readonly toS: number } | null>(null);
  const onRange = useCallback((fromS: number, toS: number) => setRange({ fromS, toS }), []);
  const rested = useRested(range);
  const { source } = series;
  const { data } = useQuery({
    queryKey: ['chartProfile', keyOf(series), interval, rested?.fromS, rested?.toS, lastS],
    queryFn: async () => {
      const fromMs = Math.max(0, (rested?.fromS ?? 0) * 1000);
      const toMs = Math.max(0, (rested?.toS ?? 0) * 1000);
      return unwrap(await window.syndicate.chartProfile({ source, interval, fromMs, toMs, rows })).profile;
    },
    enabled: isShown && rested !== null,
    placeholderData: (before) => before,
    retry: false,
    gcTime: 10_000,
  });
  return { profile: isShown ? (data ?? null) : null, onRange };
}
