import { createStore } from 'zustand/vanilla';
import { preferencesStore, setPreferences } from '../state/preferences.ts';
import { tourSteps } from './tourSteps.ts';
import { showPanel } from './workspaceApi.ts';

/** - invited: offered, where it was neither finished nor put away; open: a step is on show; hidden: not before the next start */
export const tourStore = createStore<{ readonly phase: 'invited' | 'open' | 'hidden' }>(() => ({ phase: 'invited' }));

/** Goes to a step and remembers it; past the last one the tour is finished. */
export function goToStep(step: number): void {
  const shown = tourSteps[step];
  setPreferences({ tourStep: shown === undefined ? null : step });
  tourStore.setState({ phase: shown === undefined ? 'hidden' : 'open' });
  if (shown !== undefined && shown.panel !== null) showPanel(shown.panel);
}

/** From where it was left, or from the beginning. */
export function startTour(): void {
  goToStep(Math.max(0, preferencesStore.getState().tourStep ?? 0));
}

/** It is offered again at the next start. */
export function leaveTour(): void {
  tourStore.setState({ phase: 'hidden' });
}

/** It is not offered any more; a command starts it. */
export function putTourAway(): void {
  setPreferences({ tourStep: null });
  tourStore.setState({ phase: 'hidden' });
}
