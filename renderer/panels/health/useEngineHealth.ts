import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { EngineHealth } from '../../../app/contract/health.ts';
import { unwrap } from '../../../app/domain/result.ts';

const everyMs = 2_000;

/** What is behind and what is waiting in the engine, asked every two seconds. */
export function useEngineHealth(): UseQueryResult<EngineHealth> {
  return useQuery({
    queryKey: ['engineHealth'],
    queryFn: async () => unwrap(await window.syndicate.engineHealth({})),
    refetchInterval: everyMs,
    retry: false,
  });
}
