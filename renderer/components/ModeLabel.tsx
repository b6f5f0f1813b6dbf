import type { JSX } from 'react';

/** Of which mode a figure is, where a panel shows figures of another mode than the window's. */
export function ModeLabel({ mode }: { mode: 'DEVNET' | 'PAPER' }): JSX.Element {
  return (
    <span
      data-mode-label={mode}
      className="inline-flex h-4 shrink-0 items-center rounded-sm bg-mode-ground px-1.5 text-caption font-bold tracking-wide text-mode"
    >
      {mode}
    </span>
  );
}
