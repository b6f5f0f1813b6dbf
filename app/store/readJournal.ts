import type { JournalReader } from './journal.ts';
import { listEpochs, loadEpoch, readInputs } from './loadEpoch.ts';
import { openDatabaseForReading } from './openDatabase.ts';

/** Opens a journal file, for a replay or a look at it. Never writes to it. @throws ExpectedError STORE_* */
export function readJournal(file: string): JournalReader {
  const database = openDatabaseForReading(file);
  return {
    epochs: () => listEpochs(database),
    loadEpoch: (id) => loadEpoch(database, id),
    inputs: (epochId) => readInputs(database, epochId),
    close: () => {
      database.close();
    },
  };
}
