import { createStore } from 'zustand/vanilla';
import type { WatchedBars } from '../../app/contract/charts.ts';

/** The bars that panels of this window look at: the engine streams the newest of these and no others. */
export const watchedBarsStore = createStore<{ readonly bars: readonly WatchedBars[] }>(() => ({ bars: [] }));

export function watchBars(bars: readonly WatchedBars[]): void {
  watchedBarsStore.setState({ bars });
}
