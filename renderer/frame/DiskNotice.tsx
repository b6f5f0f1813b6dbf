import type { JSX } from 'react';
import { useDisk } from '../state/disk.ts';

/** Under the title bar while the disk of the data folder is nearly full: how much is left, and what happens next. */
export function DiskNotice(): JSX.Element | null {
  const disk = useDisk();
  if (disk === null || disk.level === 'enough') return null;
  return (
    <p
      role="alert"
      title={disk.text}
      className="h-6 shrink-0 truncate border-b border-line bg-panel px-3 leading-6 text-warn"
    >
      {disk.text}
    </p>
  );
}
