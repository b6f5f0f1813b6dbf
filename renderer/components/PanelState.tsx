import type { JSX, ReactNode } from 'react';

/** A panel that has nothing to show: what it is waiting for, and what the user can do about it. */
export function PanelState({ title, children }: { title: string; children?: ReactNode }): JSX.Element {
  return (
    <div
      role="status"
      className="flex h-full min-h-0 flex-col items-center justify-center gap-1 overflow-hidden p-4 text-center"
    >
      <p className="text-ink-2">{title}</p>
      {children === undefined ? null : <p className="max-w-80 text-caption text-balance text-ink-3">{children}</p>}
    </div>
  );
}
