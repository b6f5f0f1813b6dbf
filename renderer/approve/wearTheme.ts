import { themeSchema } from '../../app/contract/windowCommands.ts';

/** Writes the theme that the panels chose where the stylesheet reads it; what is not a theme changes nothing. Returns how to stop. */
export function wearTheme(root: HTMLElement): () => void {
  return window.syndicateApprove.onTheme((sent) => {
    const parsed = themeSchema.safeParse(sent);
    if (!parsed.success) return;
    root.dataset.appearance = parsed.data.appearance;
    root.dataset.palette = parsed.data.palette;
    root.dataset.motion = parsed.data.motion;
  });
}
