import type { JSX, ReactNode } from 'react';
import type { PanelTopic } from '../../app/contract/panelStream.ts';
import { useFreshness } from '../state/freshness.ts';
import { useTopic } from '../state/panelStore.ts';
import { PanelState } from './PanelState.tsx';

/** Says why this topic's rows are not those of the engine. Takes no room while they are. */
function BrokenNotice({ topic }: { topic: PanelTopic }): JSX.Element {
  const { problem } = useTopic(topic);
  const words = `Asking the engine again: ${problem ?? 'its rows are on the way'}.`;
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

/** A panel's content in each of its states: waiting, empty, live, old (dimmed; the frame says since when) and asked for again. */
export function TopicBody({ topic, waitingFor, empty, children }: TopicBodyProps): JSX.Element {
  const freshness = useFreshness(topic);
  const { phase } = useTopic(topic);
  if (phase === 'waiting') {
    return (
      <PanelState title={`Waiting for ${waitingFor}`}>
        It comes as soon as the engine runs. If it does not, look at the processes in the health panel.
      </PanelState>
    );
  }
  if (freshness === 'broken' && empty !== null) {
    return (
      <PanelState title="Asking the engine again">
        What it sent of {waitingFor} was lost or could not be read.
      </PanelState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      {freshness === 'broken' ? <BrokenNotice topic={topic} /> : null}
      <div
        className={`min-h-0 flex-1 transition-opacity duration-120 ${freshness === 'live' || freshness === 'waiting' ? '' : 'opacity-70'}`}
      >
        {empty === null ? children : <PanelState title={empty.title}>{empty.advice}</PanelState>}
      </div>
    </div>
  );
}
