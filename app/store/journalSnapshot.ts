import { openDatabaseForReading } from './openDatabase.ts';
import { type StoredOrder, storedOrders } from './sealedOrders.ts';
import { fromStorage } from './storeErrors.ts';

/** The journal as it was at one moment, for reading at leisure while it is written. */
export interface JournalSnapshot {
  /** Every order of an epoch, oldest first, some at a time. @throws ExpectedError STORE_* */
  orders(epoch: string): IterableIterator<readonly StoredOrder[]>;
  close(): void;
}

/** Only what is committed is in it. While it is open, the write-ahead log keeps all that is written since. @throws ExpectedError STORE_* */
export function openSnapshot(file: string): JournalSnapshot {
  const database = openDatabaseForReading(file, false);
  database.exec('BEGIN');
  // The moment is that of the first look.
  database.prepare('SELECT count(*) FROM epochs').get();
  return {
    *orders(epoch) {
      try {
        yield* storedOrders(database, epoch);
      } catch (thrown) {
        throw fromStorage(thrown, file);
      }
    },
    close: () => {
      database.close();
    },
  };
}
