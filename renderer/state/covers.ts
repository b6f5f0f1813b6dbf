import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/**
 * Menus, dialogs and drags that are open now. The approve view lies above this page, so it is taken away while anything
 * of the page could lie under it.
 */
export const coverStore = createStore<{ readonly open: ReadonlySet<string> }>(() => ({ open: new Set() }));

export function setCover(name: string, open: boolean): void {
  const before = coverStore.getState().open;
  if (before.has(name) === open) return;
  const after = new Set(before);
  if (open) after.add(name);
  else after.delete(name);
  coverStore.setState({ open: after });
}

export function useCover(name: string, open: boolean): void {
  useEffect(() => {
    setCover(name, open);
    return () => setCover(name, false);
  }, [name, open]);
}

export function useCovered(): boolean {
  return useStore(coverStore, ({ open }) => open.size > 0);
}
