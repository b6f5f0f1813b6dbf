import type { JSX } from 'react';
import { displayCount } from '../format/amount.ts';
import { displayTimeSeconds } from '../format/time.ts';
import { useFreshness } from '../state/freshness.ts';
import { useStatus } from '../state/panelStore.ts';
import { useEngineState } from '../state/processes.ts';

/** What happened and what happens about it; null while the figures are of now. */
function useNotice(): string | null {
  const engine = useEngineState();
  const freshness = useFreshness('status');
  const since = useStatus((status) => status.blockAtMs);
  const block = useStatus((status) => status.blockNumber);
  const feed = useStatus((status) => status.feed);
  const detail = useStatus((status) => status.feedDetail) ?? '';
  const asOf =
    since === undefined || since === 0 || block === undefined
      ? []
      : [`All figures are as of block ${displayCount(block)}, ${displayTimeSeconds(since)}`];
  if (engine === 'stopped') {
    return [
      ...asOf,
      'the engine keeps failing and was given up: trading is halted',
      'start the application again',
    ].join(' · ');
  }
  if (engine === 'restarting') return [...asOf, 'the engine failed and is being started again'].join(' · ');
  if (freshness !== 'stale') return null;
  const cause = feed === 'connected' ? 'no new block' : `feed ${feed}`;
  return [...asOf, detail === '' ? cause : `${cause}: ${detail}`, 'it reconnects by itself'].join(' · ');
}

/** Under the title bar while the figures are old: since when, why, and what can be done. */
export function FeedNotice(): JSX.Element | null {
  const words = useNotice();
  if (words === null) return null;
  return (
    <p
      role="status"
      title={words}
      className="h-6 shrink-0 truncate border-b border-line bg-panel px-3 leading-6 text-warn first-letter:uppercase"
    >
      {words}
    </p>
  );
}
