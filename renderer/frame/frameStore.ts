import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** What is open above the workspace: at most one thing at a time. */
export type Dialog = 'palette' | 'help' | 'keys' | 'settings' | 'grant' | 'addWorkspace' | 'renameWorkspace' | null;

interface Frame {
  readonly dialog: Dialog;
  /** The next keys are those that a person binds. */
  readonly isChoosingKeys: boolean;
}

export const frameStore = createStore<Frame>(() => ({ dialog: null, isChoosingKeys: false }));

export function openDialog(dialog: Dialog): void {
  frameStore.setState({ dialog, isChoosingKeys: false });
}

export function setChoosingKeys(isChoosingKeys: boolean): void {
  frameStore.setState({ isChoosingKeys });
}

export function useDialog(): Dialog {
  return useStore(frameStore, ({ dialog }) => dialog);
}
