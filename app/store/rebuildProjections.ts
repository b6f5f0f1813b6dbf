import type Database from 'better-sqlite3';
import type { EngineInput } from '../domain/engineInput.ts';
import { decodeCanonical } from './canonical.ts';
import { projectionTables, projector } from './projections.ts';
import type { JournalDecision, JournalRecord } from './records.ts';
import { type RecordSource, type StoredRow, storedRows } from './sealedRecords.ts';

/**
 * Empties the projections and applies the whole journal to them again, in one transaction. Those of an epoch whose records were forgotten
 * stay as they are: there is nothing to make them from.
 */
export function rebuildProjections(database: Database.Database): void {
  const project = projector(database);
  database.transaction(() => {
    const whole = database.prepare<[], string>('SELECT id FROM epochs WHERE records_forgotten = 0').pluck().all();
    // A checkpoint says which rows of before it holds: without them it is nothing.
    for (const table of [...projectionTables, 'checkpoints'])
      for (const epoch of whole) database.prepare(`DELETE FROM ${table} WHERE epoch = ?`).run(epoch);
    database.exec('UPDATE epochs SET orders_forgotten = 0 WHERE records_forgotten = 0');
    const isWhole = new Set(whole);
    for (const record of wholeJournal(database)) if (isWhole.has(record.epoch)) project(record);
  })();
}

/** Inputs and decisions in their one sequence. */
function* wholeJournal(database: Database.Database): IterableIterator<JournalRecord> {
  const inputs = storedRows(database, 'inputs', null);
  const decisions = storedRows(database, 'decisions', null);
  let input = inputs.next();
  let decision = decisions.next();
  while (input.done !== true || decision.done !== true) {
    if (decision.done === true || (input.done !== true && input.value.seq < decision.value.seq)) {
      if (input.done !== true) yield toRecord('inputs', input.value);
      input = inputs.next();
    } else {
      yield toRecord('decisions', decision.value);
      decision = decisions.next();
    }
  }
}

function toRecord(source: RecordSource, { inputSeq, ...common }: StoredRow): JournalRecord {
  const value = decodeCanonical(common.payload);
  if (source === 'inputs') return { table: 'inputs', ...common, value: value as EngineInput };
  return { table: 'decisions', ...common, inputSeq, value: value as JournalDecision };
}
