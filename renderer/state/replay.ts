import { panelStore, useStatus } from './panelStore.ts';

/** Whether this window shows a replay: nothing in it trades or asks for approval. */
export function useReplaying(): boolean {
  return useStatus((status) => status.mode === 'REPLAY') ?? false;
}

/** The time that the figures on show are of: that of the recording in a replay, else now. */
export function figuresTimeMs(): number {
  return panelStore.getState().replay.rows.get('replay')?.atMs ?? Date.now();
}
