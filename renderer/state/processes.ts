import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { windowRequests } from '../../app/contract/windowCommands.ts';
import { unwrap } from '../../app/domain/result.ts';

export type ProcessRow = z.output<(typeof windowRequests)['processes']['response']>[number];

const pollMs = 2_000;

/** The processes that main supervises, asked every two seconds. */
export function useProcesses(): UseQueryResult<readonly ProcessRow[]> {
  return useQuery({
    queryKey: ['processes'],
    queryFn: async () => unwrap(await window.syndicate.processes({})),
    refetchInterval: pollMs,
    retry: false,
  });
}

/** Whether the engine runs, as main has it; undefined while main does not say. */
export function useEngineState(): ProcessRow['state'] | undefined {
  const { data } = useProcesses();
  return data?.find(({ name }) => name === 'engine')?.state;
}
