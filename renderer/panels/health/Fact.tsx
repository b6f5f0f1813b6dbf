import type { JSX } from 'react';

/** A label with its state at the right, in the rhythm of the tables above. */
export function Fact({ label, children }: { label: string; children: JSX.Element | string }): JSX.Element {
  return (
    <div className="flex h-6 items-center justify-between gap-3 border-b border-rule px-2">
      <dt className="shrink-0 text-ink-2">{label}</dt>
      <dd className="min-w-0 truncate">{children}</dd>
    </div>
  );
}
