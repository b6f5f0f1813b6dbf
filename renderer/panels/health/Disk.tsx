import type { JSX } from 'react';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayBytes } from '../../format/time.ts';
import { useDisk } from '../../state/disk.ts';

const tones = { enough: 'good', low: 'attention', spent: 'bad' } as const;

/** Room on the disk of the data folder. */
export function Disk(): JSX.Element | null {
  const disk = useDisk();
  if (disk === null) return null;
  return (
    <p className="px-2 py-1.5">
      <StateLabel tone={tones[disk.level]} title={disk.text}>
        Disk: {displayBytes(disk.freeBytes)} free
      </StateLabel>
    </p>
  );
}
