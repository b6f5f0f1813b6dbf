import { useQuery } from '@tanstack/react-query';
import type { DiskState } from '../../app/contract/disk.ts';
import { unwrap } from '../../app/domain/result.ts';

const pollMs = 5_000;

/** The disk of the data folder, asked every five seconds; null while it is not known, and in a replay. */
export function useDisk(): DiskState | null {
  const { data } = useQuery({
    queryKey: ['disk'],
    queryFn: async () => unwrap(await window.syndicate.disk({})).disk,
    refetchInterval: pollMs,
    retry: false,
  });
  return data ?? null;
}
