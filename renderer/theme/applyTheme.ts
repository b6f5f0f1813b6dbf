import { panelStore } from '../state/panelStore.ts';
import { preferencesStore } from '../state/preferences.ts';

/** Writes the chosen theme and the run's mode where the stylesheet reads them. Returns how to stop. */
export function applyTheme(root: HTMLElement): () => void {
  const apply = (): void => {
    const { appearance, palette, motion } = preferencesStore.getState();
    const mode = panelStore.getState().status.rows.get('status')?.mode;
    root.dataset.appearance = appearance;
    root.dataset.palette = palette;
    root.dataset.motion = motion;
    if (mode === undefined) delete root.dataset.mode;
    else root.dataset.mode = mode;
  };
  apply();
  const stops = [preferencesStore.subscribe(apply), panelStore.subscribe(apply)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** The computed value of a colour token, for canvases. */
export function themeColour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${token}`).trim();
}
