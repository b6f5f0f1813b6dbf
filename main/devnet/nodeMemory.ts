import { readFileSync } from 'node:fs';

const pageBytes = 4096;
const lookEveryMs = 30_000;

/**
 * Looks after how much memory the node takes: some of what it keeps, such as block headers, it never gives back. Calls `onWorn`
 * once it is above the bound. Where the system does not tell, nothing is watched. Returns how to stop.
 */
export function watchNodeMemory(
  pid: number,
  mostBytes: number,
  onWorn: (bytes: number) => void,
  everyMs: number = lookEveryMs,
): () => void {
  const timer = setInterval(() => {
    const bytes = residentBytes(pid);
    if (bytes === null || bytes <= mostBytes) return;
    clearInterval(timer);
    onWorn(bytes);
  }, everyMs);
  return () => clearInterval(timer);
}

/** Resident memory of a process; null where it is gone or the system has no /proc. */
export function residentBytes(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return null;
  }
}
