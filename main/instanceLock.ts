import { closeSync, fsyncSync, linkSync, openSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ExpectedError } from '../app/domain/errors.ts';
import { readFileIfPresent } from './atomicFile.ts';
import { type ProcessIdentity, type ProcessTable, sameProcess } from './process/processIdentity.ts';

const holderSchema = z.object({ pid: z.int().positive(), startTicks: z.string(), bootId: z.string() });

/** Exit status of an instance that found the data folder in use. */
export const folderInUseExitCode = 3;

/**
 * Takes the data folder for this process alone. The lock is a file that names its holder by pid, start time and boot, so
 * a lock left by a killed process is known to be stale. It appears whole or not at all: it is written under a name of
 * our own and then linked, which fails if somebody holds it. Returns how to give it up.
 * @throws ExpectedError DATA_FOLDER_IN_USE
 */
export function lockDataFolder(root: string, table: ProcessTable, pid: number): () => void {
  const path = join(root, 'lock');
  const mine = table.identify(pid);
  if (mine === null)
    throw new ExpectedError('DATA_FOLDER_IN_USE', 'this process cannot be found in /proc', {
      advice: 'Start it on a Linux machine with /proc mounted.',
    });
  const beside = `${path}.${pid}`;
  writeSynced(beside, JSON.stringify(mine));
  try {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      if (tryLink(beside, path)) return () => release(path, mine);
      const text = readFileIfPresent(path);
      if (text === null) continue;
      const holder = parseHolder(text);
      if (holder !== null && sameProcess(holder, table.identify(holder.pid))) throw inUse(root, holder);
      removeStale(path, text, pid);
    }
  } finally {
    unlinkSync(beside);
  }
  throw inUse(root, null);
}

/**
 * Two instances may find the same stale lock at once. Each moves it to a name of its own and looks at what it moved: if
 * that is no longer the stale lock but the other's new one, it is put back.
 */
function removeStale(path: string, staleText: string, pid: number): void {
  const aside = `${path}.stale.${pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readFileIfPresent(aside) !== staleText) tryLink(aside, path);
  unlinkSync(aside);
}

function release(path: string, mine: ProcessIdentity): void {
  const text = readFileIfPresent(path);
  const holder = text === null ? null : parseHolder(text);
  if (holder !== null && sameProcess(holder, mine)) unlinkSync(path);
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function parseHolder(text: string): ProcessIdentity | null {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function inUse(root: string, holder: ProcessIdentity | null): ExpectedError {
  const who = holder === null ? 'another instance' : `another instance (process ${holder.pid})`;
  return new ExpectedError('DATA_FOLDER_IN_USE', `${who} is using the data folder ${root}`, {
    advice: 'Use that one, or name another folder with --data DIR.',
    facts: { root },
  });
}
