import type { JournalReader } from './journal.ts';
import { listEpochs, loadEpoch, readBlockRange, readDecisions, readInputs } from './loadEpoch.ts';
import { openDatabaseForReading } from './openDatabase.ts';
import type { JournaledDecision } from './records.ts';
import { fromStorage } from './storeErrors.ts';

/** A journal file that somebody else writes, or nobody any more. */
export interface JournalFile extends JournalReader {
  /** The first and the last block of an epoch's inputs; null where there is none. */
  blockRange(epochId: string): { readonly first: number; readonly last: number } | null;
  /** An epoch's decisions in order, behind a place in the sequence. */
  decisions(epochId: string, afterSeq: number): IterableIterator<JournaledDecision>;
}

/** Opens a journal file, for a replay or a look at it. Never writes to it. @throws ExpectedError STORE_*, also while it is read */
export function readJournal(file: string): JournalFile {
  const database = openDatabaseForReading(file);
  const guarded = <T>(work: () => T): T => {
    try {
      return work();
    } catch (thrown) {
      throw fromStorage(thrown, file);
    }
  };
  function* guardedRows<T>(rows: IterableIterator<T>): IterableIterator<T> {
    for (let next = guarded(() => rows.next()); next.done !== true; next = guarded(() => rows.next())) yield next.value;
  }
  return {
    epochs: () => guarded(() => listEpochs(database)),
    loadEpoch: (id) => guarded(() => loadEpoch(database, id)),
    blockRange: (id) => guarded(() => readBlockRange(database, id)),
    inputs: (epochId, afterSeq = 0) => guardedRows(readInputs(database, epochId, afterSeq)),
    decisions: (epochId, afterSeq) => guardedRows(readDecisions(database, epochId, afterSeq)),
    close: () => {
      database.close();
    },
  };
}
