import type { JSX, ReactNode } from 'react';
import type { Tone } from '../format/words.ts';

const dotClass: Readonly<Record<Tone, string>> = {
  idle: 'bg-ink-3',
  busy: 'bg-accent',
  attention: 'bg-warn',
  good: 'bg-gain',
  bad: 'bg-loss',
};

/** A dot and the words beside it: the dot only repeats what the words say. */
export function StateLabel({
  tone,
  title,
  children,
}: {
  tone: Tone;
  title?: string;
  children: ReactNode;
}): JSX.Element {
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={title}>
      <span aria-hidden className={`size-1.5 shrink-0 rounded-full ${dotClass[tone]}`} />
      <span className="truncate">{children}</span>
    </span>
  );
}
