import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AnalysisAnswer, AnalysisName, AnalysisRequest } from '../../app/contract/analyses.ts';
import { type Result, unwrap } from '../../app/domain/result.ts';

/** An answer over bars that go on is asked for anew this often. */
const liveMs = 30_000;

/** One analysis of the compute process, asked for when something of the request changes; null asks nothing. */
export function useAnalysis<N extends AnalysisName>(
  name: N,
  request: AnalysisRequest<N> | null,
): UseQueryResult<AnalysisAnswer<N>> {
  const isLive = request?.basket.holdings.some(({ source }) => source.kind === 'pool') ?? false;
  return useQuery({
    queryKey: [name, request],
    queryFn: async () => {
      const ask = window.syndicate[name] as (asked: typeof request) => Promise<Result<AnalysisAnswer<N>>>;
      return unwrap(await ask(request));
    },
    enabled: request !== null,
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: isLive ? liveMs : false,
    retry: false,
  });
}
