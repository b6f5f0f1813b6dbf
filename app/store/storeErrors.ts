import { type ErrorFacts, ExpectedError } from '../domain/errors.ts';

/** What can go wrong with the file, and what to do. */
export const storeErrors = {
  STORE_DISK_FULL: 'Make room on the disk, then resume. Trading stays halted: nothing is sent that is not recorded.',
  STORE_CORRUPT: 'Move the file aside (keep it) and start again, or put back a copy of it.',
  STORE_NOT_A_DATABASE: 'Something else lies where the journal belongs. Move it away, or choose another data folder.',
  STORE_FOREIGN: 'This database belongs to another program. Choose another data folder.',
  STORE_NEWER_VERSION: 'It was written by a newer version of this program. Use that one, or another data folder.',
  STORE_LOCKED: 'Another process has it open. Close the other instance, or choose another data folder.',
  STORE_UNAVAILABLE: 'Check that the data folder exists, that you may write in it, and that its disk works.',
  STORE_WALLET_CHANGED: 'An epoch belongs to one wallet. Start a new epoch for another one.',
} as const;

export type StoreErrorCode = keyof typeof storeErrors;

export function storeError(code: StoreErrorCode, message: string, facts: ErrorFacts, cause?: unknown): ExpectedError {
  return new ExpectedError(code, message, { advice: storeErrors[code], facts, cause });
}

/** A failure of SQLite or the file system as an ExpectedError; anything else comes back as it is, being a bug. */
export function fromStorage(thrown: unknown, file: string): unknown {
  if (!(thrown instanceof Error) || !('code' in thrown) || typeof thrown.code !== 'string') return thrown;
  const { code } = thrown;
  const facts = { file, failure: code, detail: thrown.message };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC')
    return storeError('STORE_DISK_FULL', 'The journal cannot grow.', facts, thrown);
  if (code === 'SQLITE_NOTADB') {
    return storeError('STORE_NOT_A_DATABASE', 'The journal is not a database.', facts, thrown);
  }
  if (code.startsWith('SQLITE_CORRUPT')) return storeError('STORE_CORRUPT', 'The journal is damaged.', facts, thrown);
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return storeError('STORE_LOCKED', 'The journal is in use.', facts, thrown);
  if (/^SQLITE_(READONLY|CANTOPEN|IOERR|PERM|AUTH)/.test(code) || 'errno' in thrown) {
    return storeError('STORE_UNAVAILABLE', 'The journal cannot be read or written.', facts, thrown);
  }
  return thrown;
}
