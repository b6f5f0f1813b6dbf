import type { JSX } from 'react';
import { displayCount } from '../format/amount.ts';
import { displayTimeSeconds } from '../format/time.ts';
import { useFreshness } from '../state/freshness.ts';
import { useStatus } from '../state/panelStore.ts';

/** Under the title bar while the figures are old: since when, why, and what happens about it. */
export function FeedNotice(): JSX.Element | null {
  const freshness = useFreshness('status');
  const since = useStatus((status) => status.blockAtMs);
  const block = useStatus((status) => status.blockNumber);
  const feed = useStatus((status) => status.feed);
  const detail = useStatus((status) => status.feedDetail) ?? '';
  if (freshness !== 'stale' || since === undefined || block === undefined) return null;
  const cause = feed === 'connected' ? 'no new block' : `feed ${feed}`;
  const words = [
    `All figures are as of block ${displayCount(block)}, ${displayTimeSeconds(since)}`,
    detail === '' ? cause : `${cause}: ${detail}`,
    'it reconnects by itself',
  ].join(' · ');
  return (
    <p
      role="status"
      title={words}
      className="h-6 shrink-0 truncate border-b border-line bg-panel px-3 leading-6 text-warn"
    >
      {words}
    </p>
  );
}
