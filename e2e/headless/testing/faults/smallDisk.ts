import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own for a data folder, small enough to be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room but so many megabytes. */
  fill(leaveMb?: number): void;
  /** Gives it back. */
  free(): void;
  remove(): void;
}

/** Room for a run of minutes: the devnet's snapshot, the journal with its log, and the logs. */
const megabytes = 256;

/** A disk in memory, or why there can be none: only root may mount one. */
export function smallDisk(): SmallDisk | string {
  const mountPoint = mkdtempSync(join(tmpdir(), 'syndicate-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', mountPoint], {
    encoding: 'utf8',
  });
  if (mounted.status !== 0) {
    rmSync(mountPoint, { recursive: true });
    return `no disk in memory can be mounted here: ${(mounted.stderr ?? String(mounted.error)).trim().slice(0, 100)}`;
  }
  const filler = join(mountPoint, 'filler');
  return {
    folder: join(mountPoint, 'data'),
    fill: (leaveMb = 0) => {
      const file = openSync(filler, 'w');
      const { bavail, bsize } = statfsSync(mountPoint);
      const some = Buffer.alloc(bsize);
      if (leaveMb > 0) {
        for (let left = bavail * bsize - leaveMb * 1_048_576; left > 0; left -= bsize) writeSync(file, some);
        return closeSync(file);
      }
      // Ever smaller pieces, so that nothing is left.
      for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 4))
        writeUntilFull(file, Buffer.alloc(bytes));
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    remove: () => {
      spawnSync('umount', ['-l', mountPoint]);
      rmSync(mountPoint, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) if (writeSync(file, piece) < piece.length) return;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
