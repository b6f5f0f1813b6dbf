import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';
import { isDiskFull } from '../diskFull.ts';
import { type ProcessIdentity, type ProcessTable, sameProcess } from './processIdentity.ts';

const recordSchema = z.array(
  z.object({ pid: z.int().positive(), startTicks: z.string(), bootId: z.string(), marker: z.string().min(3) }),
);
type Entry = z.infer<typeof recordSchema>[number];

/**
 * Which processes this run started, kept in a file so that the next run can end those that outlived it. `marker` is a
 * piece of the command line that must still be there.
 */
export interface ProcessRecord {
  add(pid: number, marker: string): void;
  remove(pid: number): void;
  /** Ends what an earlier run left behind and empties the record. Returns what it ended, for the log. */
  reap(): string[];
}

export function processRecord(folder: string, table: ProcessTable, kill: (pid: number) => void): ProcessRecord {
  const path = join(folder, 'processes.json');
  let entries: readonly Entry[] = readEntries(path);
  const write = (next: readonly Entry[]): void => {
    entries = next;
    try {
      writeFileAtomically(path, `${JSON.stringify(next, null, 2)}\n`);
    } catch (error) {
      // On a full disk the file stays behind until the next change; what it does not name ends by itself when main is gone.
      if (!isDiskFull(error)) throw error;
    }
  };
  return {
    add: (pid, marker) => {
      const identity = table.identify(pid);
      if (identity !== null) write([...entries.filter((entry) => entry.pid !== pid), { ...identity, marker }]);
    },
    remove: (pid) => {
      if (entries.some((entry) => entry.pid === pid)) write(entries.filter((entry) => entry.pid !== pid));
    },
    reap: () => {
      const orphans = entries.filter((entry) => isStillOurs(entry, table));
      for (const orphan of orphans) kill(orphan.pid);
      write([]);
      return orphans.map((orphan) => `${orphan.marker} (pid ${orphan.pid})`);
    },
  };
}

function isStillOurs(entry: Entry, table: ProcessTable): boolean {
  const identity: ProcessIdentity = { pid: entry.pid, startTicks: entry.startTicks, bootId: entry.bootId };
  return (
    sameProcess(identity, table.identify(entry.pid)) && (table.commandLine(entry.pid)?.includes(entry.marker) ?? false)
  );
}

/** A record that cannot be read names nobody: killing by guess would be worse than an orphan. */
function readEntries(path: string): readonly Entry[] {
  const text = readFileIfPresent(path);
  if (text === null) return [];
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}
