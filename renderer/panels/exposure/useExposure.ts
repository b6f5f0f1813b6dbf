import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ExposureAnswer } from '../../../app/contract/exposure.ts';
import { unwrap } from '../../../app/domain/result.ts';

const everyMs = 2_000;

/** What is held and under way, asked of the engine while a panel shows it. */
export function useExposure(): UseQueryResult<ExposureAnswer> {
  return useQuery({
    queryKey: ['exposure'],
    queryFn: async () => unwrap(await window.syndicate.exposure({})),
    refetchInterval: everyMs,
    retry: false,
  });
}
