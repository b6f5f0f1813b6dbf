import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What is open above the workspace: at most one thing at a time. */
export type Dialog = 'palette' | 'help' | 'grant' | 'addWorkspace' | 'renameWorkspace' | null;

export const frameStore = createStore<{ readonly dialog: Dialog }>(() => ({ dialog: null }));

export function openDialog(dialog: Dialog): void {
  frameStore.setState({ dialog });
}

export function useDialog(): Dialog {
  return useStore(frameStore, ({ dialog }) => dialog);
}
