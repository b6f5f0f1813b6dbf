import { type JSX, type ReactNode, useId } from 'react';

/** A field of a form with its label before it. */
export function Labelled({ label, children }: { label: string; children: (id: string) => ReactNode }): JSX.Element {
  const id = useId();
  return (
    <div className="flex items-center gap-1.5">
      <label htmlFor={id} className="text-ink-2">
        {label}
      </label>
      {children(id)}
    </div>
  );
}
