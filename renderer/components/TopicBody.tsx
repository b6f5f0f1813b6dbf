import type { JSX, ReactNode } from 'react';
import type { PanelTopic } from '../../app/contract/panelStream.ts';
import { displayTimeSeconds } from '../format/time.ts';
import { type Freshness, useFreshness } from '../state/freshness.ts';
import { useStatus, useTopic } from '../state/panelStore.ts';
import { PanelState } from './PanelState.tsx';

/** Says why the rows below are not of this moment, and since when. Takes no room while they are. */
function FreshnessNotice({ freshness, topic }: { freshness: Freshness; topic: PanelTopic }): JSX.Element | null {
  const { problem } = useTopic(topic);
  const since = useStatus((status) => status.blockAtMs);
  const feed = useStatus((status) => status.feed);
  const detail = useStatus((status) => status.feedDetail);
  if (freshness === 'live' || freshness === 'waiting') return null;
  const words =
    freshness === 'broken'
      ? `Asking the engine again: ${problem ?? 'its rows are on the way'}.`
      : `Old since ${displayTimeSeconds(since ?? 0)}: ${feed === 'connected' ? 'no new block' : `feed ${feed}`}${detail === undefined || detail === '' ? '' : ` · ${detail}`}.`;
  return (
    <p role="status" className="shrink-0 truncate border-b border-line px-2 py-1 text-caption text-warn" title={words}>
      {words}
    </p>
  );
}

export interface TopicBodyProps {
  readonly topic: PanelTopic;
  /** Shown until the first snapshot. */
  readonly waitingFor: string;
  /** Shown instead of the children when there is nothing to list. */
  readonly empty: { readonly title: string; readonly advice: string } | null;
  readonly children: ReactNode;
}

/** A panel's content in each of its states: waiting, empty, live, old (dimmed, with since when) and asked for again. */
export function TopicBody({ topic, waitingFor, empty, children }: TopicBodyProps): JSX.Element {
  const freshness = useFreshness(topic);
  const { phase } = useTopic(topic);
  if (phase === 'waiting') {
    return (
      <PanelState title={`Waiting for ${waitingFor}`}>
        The engine sends it as soon as it is connected. If it does not come, look at the processes in the health panel.
      </PanelState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FreshnessNotice freshness={freshness} topic={topic} />
      <div className={`min-h-0 flex-1 transition-opacity duration-120 ${freshness === 'live' ? '' : 'opacity-70'}`}>
        {empty === null ? children : <PanelState title={empty.title}>{empty.advice}</PanelState>}
      </div>
    </div>
  );
}
