import { readFileSync } from 'node:fs';

/** A pid alone is reused; a pid with its start time, on one boot of the machine, names one process for ever. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks after boot at which it started, as /proc/PID/stat has it. */
  readonly startTicks: string;
  readonly bootId: string;
}

/** How a process is looked up; a test puts its own in place. */
export interface ProcessTable {
  /** The identity of the process that has this pid now; null if there is none, or only its unreaped remains. */
  identify(pid: number): ProcessIdentity | null;
  /** Its command line with spaces between the arguments, or null. */
  commandLine(pid: number): string | null;
}

/** The machine's own process table, by /proc. */
export const procTable: ProcessTable = {
  identify: (pid) => {
    const stat = read(`/proc/${pid}/stat`);
    if (stat === null) return null;
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, startTicks] = [fields[0], fields[19]];
    if (state === undefined || startTicks === undefined || state === 'Z' || state === 'X') return null;
    return { pid, startTicks, bootId: bootId() };
  },
  commandLine: (pid) => read(`/proc/${pid}/cmdline`)?.replaceAll('\0', ' ').trim() ?? null,
};

export function sameProcess(a: ProcessIdentity, b: ProcessIdentity | null): boolean {
  return b !== null && a.pid === b.pid && a.startTicks === b.startTicks && a.bootId === b.bootId;
}

function bootId(): string {
  return read('/proc/sys/kernel/random/boot_id')?.trim() ?? 'unknown';
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
