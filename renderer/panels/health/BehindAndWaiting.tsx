import type { JSX } from 'react';
import type { EngineHealth } from '../../../app/contract/health.ts';
import { displayCount, displayCounted } from '../../format/amount.ts';
import { displayLatency } from '../../format/time.ts';
import { Fact } from './Fact.tsx';
import { useEngineHealth } from './useEngineHealth.ts';

/** How the feed had to catch up, in words; "none" where it never had to. */
export function gapWords({
  backfilled,
  snapshots,
  logsDisagreed,
  logsNotPushed,
  malformed,
}: EngineHealth['feed']): string {
  const parts = [
    [backfilled, 'block', 'fetched later'],
    // The first snapshot is where every feed begins.
    [Math.max(0, snapshots - 1), 'time', 'read anew'],
    [logsNotPushed, 'log', 'not pushed'],
    [logsDisagreed, 'block', 'of differing logs'],
    [malformed, 'answer', 'malformed'],
  ] as const;
  const told = parts
    .filter(([count]) => count > 0)
    .map(([count, thing, what]) => `${displayCounted(count, thing)} ${what}`);
  return told.length === 0 ? 'none' : told.join(' · ');
}

/** How late blocks come, what the feed had to fetch, and what is waiting. */
export function BehindAndWaiting(): JSX.Element | null {
  const { data } = useEngineHealth();
  if (data === undefined) return null;
  const { feed, queues } = data;
  return (
    <dl aria-label="Feed lag and queues">
      <Fact label="lag">
        {feed.lagMs === null
          ? 'no block yet'
          : `newest block ${displayLatency(feed.lagMs)} after its time · ${displayCount(feed.retries)} retries`}
      </Fact>
      <Fact label="gaps">
        <span title={`deepest reorg ${feed.deepestReorg} · pending passed over ${feed.pendingDropped}`}>
          {gapWords(feed)}
        </span>
      </Fact>
      <Fact label="waiting">
        {`${displayCounted(queues.openTickets, 'ticket')} · ${displayCounted(queues.openOrders, 'order')} · ${displayCounted(queues.unconfirmedBlocks, 'block')} to meet again`}
      </Fact>
    </dl>
  );
}
