import { type ErrorFacts, ExpectedError } from '../domain/errors.ts';

/** What can go wrong with the market history, and what to do. */
export const historyErrors = {
  HISTORY_DISK_LOW: 'Make room on the disk, or keep fewer days of history. What is stored stays readable.',
  HISTORY_CORRUPT: 'Move the named file aside and import its period again; everything else stays readable.',
  HISTORY_FOREIGN: 'This file belongs to another program. Move it away, or choose another data folder.',
  HISTORY_NEWER_VERSION: 'It was written by a newer version of this program. Use that one, or another data folder.',
  HISTORY_LOCKED: 'Another process has it open. Close the other instance, or choose another data folder.',
  HISTORY_UNAVAILABLE: 'Check that the data folder exists, that you may write in it, and that its disk works.',
  HISTORY_BACKUP_EXISTS: 'Name a folder that does not exist yet: a backup never writes over anything.',
  HISTORY_RANGE: 'Leave that series out: export the others from a copy without it.',
  HISTORY_NO_BARS: 'Choose a longer interval, or import shorter bars or trades of the series.',
  HISTORY_DIGITS: 'Import it as a series of its own: a series keeps the digits that it began with.',
} as const;

export type HistoryErrorCode = keyof typeof historyErrors;

export function historyError(
  code: HistoryErrorCode,
  message: string,
  facts: ErrorFacts,
  cause?: unknown,
): ExpectedError {
  return new ExpectedError(code, message, { advice: historyErrors[code], facts, cause });
}

/** A failure of SQLite or the file system as an ExpectedError; anything else comes back as it is, being a bug. */
export function fromHistoryFile(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return thrown;
  const { code } = thrown;
  const facts = { file, failure: code, detail: thrown.message };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return historyError('HISTORY_DISK_LOW', 'The history cannot grow.', facts, thrown);
  if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT'))
    return historyError('HISTORY_CORRUPT', 'A file of the history is damaged.', facts, thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return historyError('HISTORY_LOCKED', 'The history is in use.', facts, thrown);
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|PERM|AUTH)/.test(code) || 'errno' in thrown)
    return historyError('HISTORY_UNAVAILABLE', 'The history cannot be read or written.', facts, thrown);
  return thrown;
}
