import type { EquityPoint } from '../domain/equity.ts';
import type { Token } from '../domain/token.ts';
import { decodeCanonical } from './canonical.ts';
import { listEpochs, readInputs } from './loadEpoch.ts';
import { openDatabaseForReading } from './openDatabase.ts';
import type { EpochSummary } from './records.ts';
import { type StoredOrder, storedOrders } from './sealedOrders.ts';
import { fromStorage } from './storeErrors.ts';
import { tradingMark } from './tradingMark.ts';

/** The journal as it was at one moment, for reading at leisure while it is written. */
export interface JournalSnapshot {
  /** Every order of an epoch, oldest first, some at a time. @throws ExpectedError STORE_* */
  orders(epoch: string): IterableIterator<readonly StoredOrder[]>;
  /** Every epoch, oldest first. */
  epochs(): readonly EpochSummary[];
  /** What an epoch owned at those blocks that were noted, oldest first. */
  equity(epoch: string): readonly EquityPoint[];
  /** Differs where an epoch's orders, fills or what it owned are others than before. */
  tradingMark(epoch: string): string;
  /** The tokens that an epoch began with; none where they were forgotten. */
  tokens(epoch: string): readonly Token[];
  close(): void;
}

/** Inputs among which that of the tokens comes, if at all. */
const firstInputs = 200;

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
    epochs: () => listEpochs(database),
    equity: (epoch) =>
      database
        .prepare<[string], { payload: string }>('SELECT payload FROM equity WHERE epoch = ? ORDER BY block_number')
        .all(epoch)
        .map(({ payload }) => decodeCanonical(payload) as EquityPoint),
    tradingMark: (epoch) => tradingMark(database, epoch),
    tokens: (epoch) => {
      let looked = 0;
      for (const { input } of readInputs(database, epoch)) {
        if (input.kind === 'universe') return input.tokens;
        looked += 1;
        if (looked === firstInputs) break;
      }
      return [];
    },
    close: () => {
      database.close();
    },
  };
}
