import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { EngineInput } from '../../../app/domain/engineInput.ts';
import type { Counters } from '../../../app/engine/counters.ts';
import { decodeCanonical } from '../../../app/store/canonical.ts';
import { listEpochs, loadEpoch } from '../../../app/store/loadEpoch.ts';
import type { EpochRecord, EpochSummary } from '../../../app/store/records.ts';

/** Reads the journal of a running application beside it, all as committed at one moment; null before there is one. */
function read<T>(data: string, work: (database: Database.Database) => T): T | null {
  const file = join(data, 'journal.sqlite');
  if (!existsSync(file)) return null;
  const database = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    return database.transaction(() => work(database))();
  } catch (error) {
    if (error instanceof Database.SqliteError && /no such table/.test(error.message)) return null;
    throw error;
  } finally {
    database.close();
  }
}

export function epochsOf(data: string): readonly EpochSummary[] {
  return read(data, listEpochs) ?? [];
}

/** The epoch that goes on, or went on last. */
export function currentEpoch(data: string): EpochRecord | null {
  return read(data, (database) => {
    const id = listEpochs(database).at(-1)?.epoch.id;
    return id === undefined ? null : loadEpoch(database, id);
  });
}

/** The running totals of the current epoch as of its newest block; null before the first. */
export function countersOf(data: string): Counters | null {
  return read(data, (database) => {
    const id = listEpochs(database).at(-1)?.epoch.id ?? '';
    const text = database
      .prepare<[string], { value: string }>("SELECT value FROM settings WHERE epoch = ? AND key = 'progress'")
      .get(id)?.value;
    return text === undefined ? null : (decodeCanonical(text) as Counters);
  });
}

/** The inputs of some kinds in an epoch, in order. */
export function inputsOf<K extends EngineInput['kind']>(
  data: string,
  epochId: string,
  ...kinds: readonly K[]
): readonly Extract<EngineInput, { kind: K }>[] {
  const places = kinds.map(() => '?').join(', ');
  const rows = read(data, (database) =>
    database
      .prepare<string[], { payload: string }>(
        `SELECT payload FROM inputs WHERE epoch = ? AND kind IN (${places}) ORDER BY seq`,
      )
      .all(epochId, ...kinds),
  );
  return (rows ?? []).map(({ payload }) => decodeCanonical(payload) as Extract<EngineInput, { kind: K }>);
}
