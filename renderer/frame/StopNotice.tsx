import type { JSX } from 'react';
import { proposeResume } from '../state/commands.ts';
import { useStatus } from '../state/panelStore.ts';
import { useReplaying } from '../state/replay.ts';
import { focusPanel } from './workspaceApi.ts';

/** Under the title bar while trading is stopped: why, and the way back. */
export function StopNotice(): JSX.Element | null {
  const state = useStatus((status) => status.tradingState);
  const reason = useStatus((status) => status.haltReason) ?? '';
  const replaying = useReplaying();
  if (state === undefined || state === 'active' || replaying) return null;
  const halted = state === 'halted';
  const meaning = halted ? 'Halted: nothing is sent' : 'Reduce-only: nothing new is opened';
  return (
    <div
      role="alert"
      className={`flex h-7 shrink-0 items-center gap-3 border-b border-line px-3 ${halted ? 'bg-danger-ground text-danger' : 'bg-panel text-warn'}`}
    >
      <p className="min-w-0 flex-1 truncate" title={reason}>
        {meaning}
        {reason === '' ? '' : ` · ${reason}`}
      </p>
      <button
        type="button"
        className="h-5 shrink-0 rounded-sm border border-current px-2 text-caption font-semibold"
        onClick={() => {
          focusPanel('ticket');
          void proposeResume();
        }}
      >
        Resume…
      </button>
    </div>
  );
}
