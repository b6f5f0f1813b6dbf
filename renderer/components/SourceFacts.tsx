import type { JSX } from 'react';
import type { PanelTopic } from '../../app/contract/panelStream.ts';
import { displayCount } from '../format/amount.ts';
import { displayWholeAge, exactTime } from '../format/time.ts';
import { useClock } from '../state/clock.ts';
import { useFreshness } from '../state/freshness.ts';
import { useStatus } from '../state/panelStore.ts';

/** At the right of a panel's header: where its rows come from, as of which block, and how long ago. */
export function SourceFacts({ topic }: { topic: PanelTopic }): JSX.Element {
  const freshness = useFreshness(topic);
  const chain = useStatus((status) => status.chainName);
  const block = useStatus((status) => status.blockNumber);
  const at = useStatus((status) => status.blockAtMs);
  const age = useClock((nowMs) => (at === undefined ? '' : displayWholeAge(nowMs - at)));
  if (at === 0) return <span>{chain} · waiting for the first block</span>;
  if (chain === undefined || block === undefined || at === undefined || freshness === 'waiting') {
    return <span>waiting for the engine</span>;
  }
  return (
    <span className={freshness === 'live' ? '' : 'text-warn'} title={exactTime(at)}>
      {chain} · block {displayCount(block)} · {age} ago
      {freshness === 'live' ? '' : ` · ${freshness === 'stale' ? 'stale' : 'asking again'}`}
    </span>
  );
}
