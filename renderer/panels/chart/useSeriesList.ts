import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ChartSeries, ChartSeriesList } from '../../../app/contract/charts.ts';
import { unwrap } from '../../../app/domain/result.ts';

const [untilFirstMs, otherwiseMs] = [1_000, 10_000];

/** What can be charted: pools of the chain, those traded most first, then what is recorded. */
export function useSeriesList(): UseQueryResult<ChartSeriesList> {
  return useQuery({
    queryKey: ['chartSeries'],
    queryFn: async () => unwrap(await window.syndicate.chartSeries({})),
    refetchInterval: ({ state }) => ((state.data?.series.length ?? 0) === 0 ? untilFirstMs : otherwiseMs),
    retry: false,
  });
}

/** Its key among all others. */
export function keyOf({ source }: Pick<ChartSeries, 'source'>): string {
  return source.kind === 'pool' ? `pool ${source.pool}` : `recorded ${source.series}`;
}

/** What a person finds it by: "Uniswap V3 0.3 %", "binance · recorded". */
export function detailOf({ source, venue, feePpm }: Pick<ChartSeries, 'source' | 'venue' | 'feePpm'>): string {
  if (source.kind === 'recorded') return `${venue} · recorded`;
  return feePpm === null ? venue : `${venue} ${feePpm / 10_000} %`;
}
