import type { PanelTopic, StatusRow } from '../../app/contract/panelStream.ts';
import { useClock } from './clock.ts';
import { useStatus, useTopic } from './panelStore.ts';

/**
 * - waiting: nothing came yet, or no block
 * - live: rows follow the chain
 * - stale: rows are old; `sinceMs` says since when
 * - broken: a message was lost or unreadable and is asked for again
 */
export type Freshness = 'waiting' | 'live' | 'stale' | 'broken';

/** A chain that is silent for this long is called stale, whatever its block time (Ethereum's is 12 s). */
export const staleAfterMs = 15_000;

export function freshnessOf(
  phase: 'waiting' | 'live' | 'resyncing',
  status: Pick<StatusRow, 'feed' | 'blockAtMs'> | undefined,
  nowMs: number,
): Freshness {
  if (phase === 'waiting') return 'waiting';
  if (phase === 'resyncing') return 'broken';
  if (status === undefined) return 'waiting';
  if (status.blockAtMs === 0) return status.feed === 'disconnected' ? 'stale' : 'waiting';
  return status.feed !== 'connected' || nowMs - status.blockAtMs > staleAfterMs ? 'stale' : 'live';
}

export function useFreshness(topic: PanelTopic): Freshness {
  const { phase } = useTopic(topic);
  const feed = useStatus((status) => status.feed);
  const blockAtMs = useStatus((status) => status.blockAtMs);
  return useClock((nowMs) =>
    freshnessOf(phase, feed === undefined || blockAtMs === undefined ? undefined : { feed, blockAtMs }, nowMs),
  );
}
