import { followTheme } from '../state/commands.ts';
import { preferencesStore } from '../state/preferences.ts';

/** Tells main the chosen theme, now and at each change, so that the approve view looks alike. Returns how to stop. */
export function shareTheme(): () => void {
  let told = '';
  const tell = (): void => {
    const { appearance, palette, scalePercent, motion } = preferencesStore.getState();
    const text = `${appearance} ${palette} ${scalePercent} ${motion}`;
    if (text === told) return;
    told = text;
    void followTheme({ appearance, palette, scalePercent, motion });
  };
  tell();
  return preferencesStore.subscribe(tell);
}
