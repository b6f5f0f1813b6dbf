import type { JSX } from 'react';
import { halt } from '../state/commands.ts';
import { useStatus } from '../state/panelStore.ts';
import { useReplaying } from '../state/replay.ts';

/** Of which mode every figure in the window is. */
export function ModeBadge(): JSX.Element {
  const mode = useStatus((status) => status.mode);
  return (
    <span
      data-testid="mode-badge"
      className="flex h-6 items-center rounded-sm bg-mode-ground px-2.5 font-bold tracking-wide text-mode"
    >
      {mode ?? '—'}
    </span>
  );
}

/** Stops trading at once; in a replay there is nothing to stop. */
export function HaltButton(): JSX.Element | null {
  const replaying = useReplaying();
  const halted = useStatus((status) => status.tradingState === 'halted') ?? false;
  if (replaying) return null;
  return (
    <button
      type="button"
      data-testid="halt-button"
      title="Halt trading now"
      // A dialog takes the pointer from the page, but never from this button.
      className={`pointer-events-auto h-6 rounded-sm border px-3 font-bold whitespace-nowrap ${
        halted
          ? 'border-line bg-panel text-ink-3'
          : 'border-danger/50 bg-danger-ground text-danger hover:border-danger active:bg-danger active:text-ground'
      }`}
      onClick={() => void halt()}
    >
      {halted ? 'HALTED' : 'HALT'} F12
    </button>
  );
}
