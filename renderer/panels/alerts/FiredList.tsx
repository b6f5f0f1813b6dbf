import type { JSX } from 'react';
import type { AlertFiring } from '../../../app/contract/alerts.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';
import { type AlertList, showSubject } from '../../state/alerts.ts';
import { useMarkSeen } from './useAlertCommands.ts';

const toldWords = { said: 'said aloud', quiet: 'quiet hours', listed: 'listed' } as const;

function name({ name: words, severity }: AlertFiring): JSX.Element {
  return <StateLabel tone={severity === 'urgent' ? 'attention' : 'idle'}>{words}</StateLabel>;
}

function what(firing: AlertFiring): JSX.Element {
  const { text, heldBack, subject } = firing;
  const words = heldBack === 0 ? text : `${text} · and ${heldBack} more`;
  if (subject === null) return <span title={words}>{words}</span>;
  return (
    <button type="button" className="hover:text-accent" title={words} onClick={() => showSubject(firing)}>
      {words}
    </button>
  );
}

/** What fired, newest first. */
export function FiredList({ list }: { list: AlertList }): JSX.Element {
  const markSeen = useMarkSeen();
  const { firings, unseen, isWatching } = list;
  const [newest] = firings;
  if (newest === undefined)
    return (
      <PanelState title={isWatching ? 'Nothing has fired yet' : 'Nothing is watched in a replay'}>
        Rules are watched by the engine and by main, whether a window is open or not. They stand under Rules.
      </PanelState>
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex h-6 shrink-0 items-center justify-between px-2 text-caption text-ink-3">
        <span data-testid="alerts-unseen">{unseen === 0 ? 'all looked at' : `${unseen} new`}</span>
        <button
          type="button"
          data-testid="alerts-seen"
          disabled={unseen === 0}
          className="rounded-sm bg-raised px-2 text-ink-2 hover:text-ink disabled:text-ink-3"
          onClick={() => void markSeen(newest.id)}
        >
          Mark all as looked at
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
      <section className="min-h-0 flex-1 overflow-auto" tabIndex={0} aria-label="What fired">
        <SmallTable
          label="Fired alerts"
          headers={['Time', 'Rule', 'What', 'Mode', 'Told']}
          tracks="72px minmax(96px, 1fr) minmax(140px, 2fr) 64px 84px"
          numeric={[]}
          minWidth={480}
          folds={[2, 3, 4]}
          rows={firings.map((firing) => ({
            id: String(firing.id),
            marked: !firing.seen,
            cells: [
              <span key="at" title={exactTime(firing.atMs)}>
                {displayTimeSeconds(firing.atMs)}
              </span>,
              name(firing),
              what(firing),
              firing.mode ?? '—',
              toldWords[firing.told],
            ],
          }))}
        />
      </section>
    </div>
  );
}
