import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ImportJobRow, KeptHistory } from '../../../app/contract/imports.ts';
import { unwrap } from '../../../app/domain/result.ts';

const [whileRunningMs, otherwiseMs] = [300, 1_500];

/** The import on show, asked for more often while it runs. */
export function useImportJob(): UseQueryResult<ImportJobRow | null> {
  return useQuery({
    queryKey: ['importJob'],
    queryFn: async () => unwrap(await window.syndicate.importJob({})).job,
    refetchInterval: ({ state }) => (isBusy(state.data ?? null) ? whileRunningMs : otherwiseMs),
    retry: false,
  });
}

export function isBusy(job: ImportJobRow | null): boolean {
  return job?.state === 'running' || job?.state === 'pausing' || job?.state === 'recognising';
}

/** What the history keeps, asked for anew whenever an import has come to a stop. */
export function useKeptHistory(job: ImportJobRow | null): UseQueryResult<KeptHistory> {
  const stops = job === null || isBusy(job) ? 'none' : `${job.name} ${job.state} ${job.report?.added ?? 0}`;
  return useQuery({
    queryKey: ['keptHistory', stops],
    queryFn: async () => unwrap(await window.syndicate.keptHistory({})),
    placeholderData: (before) => before,
    refetchInterval: false,
    retry: 2,
  });
}
