import type { z } from 'zod';
import { createStore } from 'zustand/vanilla';
import type { watchedBarsSchema } from '../../app/contract/charts.ts';
import type { PanelId } from '../../app/contract/workspace.ts';

export type Watching = z.input<typeof watchedBarsSchema>;

/** The bars that panels of this window look at: the engine streams the newest of these and no others. */
export const watchedBarsStore = createStore<{ readonly bars: readonly Watching[] }>(() => ({ bars: [] }));

const byPanel = new Map<PanelId, readonly Watching[]>();

/** What a panel looks at from now on, in place of what it did before. */
export function watchBars(panel: PanelId, bars: readonly Watching[]): void {
  if (bars.length === 0) byPanel.delete(panel);
  else byPanel.set(panel, bars);
  watchedBarsStore.setState({ bars: [...byPanel.values()].flat() });
}
