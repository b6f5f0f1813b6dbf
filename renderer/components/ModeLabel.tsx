import type { JSX } from 'react';
import type { RunMode } from '../../app/domain/mode.ts';

/** Of which mode figures are, where a panel shows some of another mode than the window's, or sums. */
export function ModeLabel({ mode }: { mode: RunMode | 'RECORDED' }): JSX.Element {
  return (
    <span
      data-mode-label={mode}
      className="inline-flex h-4 shrink-0 items-center rounded-sm bg-mode-ground px-1.5 text-caption font-bold tracking-wide text-mode"
    >
      {mode}
    </span>
  );
}
