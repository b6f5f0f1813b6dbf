import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** The text of the filter box: it lives in the panel's header, its effect in the body. */
export const filterStore = createStore<{ readonly text: string }>(() => ({ text: '' }));

export function useFilterText(): string {
  return useStore(filterStore, ({ text }) => text);
}
