import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ChartSeriesList } from '../../app/contract/charts.ts';
import { unwrap } from '../../app/domain/result.ts';

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
