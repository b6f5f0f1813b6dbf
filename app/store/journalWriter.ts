import type Database from 'better-sqlite3';
import { BugError } from '../domain/errors.ts';
import { type Project, projector } from './projections.ts';
import type { JournalRecord } from './records.ts';

/** The epoch that is written, as of its last decision. */
export interface CurrentEpoch {
  readonly id: string;
  hash: string;
  decisions: number;
}

/** Writes of one connection. */
export interface JournalWriter {
  /** Stores records with all that is projected from them, in one transaction. */
  readonly commit: (records: readonly JournalRecord[], epoch: CurrentEpoch | null) => void;
}

export function journalWriter(database: Database.Database): JournalWriter {
  const project = projector(database);
  const insert = inserter(database);
  const stamp = database.prepare('UPDATE journal_state SET durable_commits = durable_commits + 1');
  const progress = database.prepare('UPDATE epochs SET decisions = ?, decision_hash = ? WHERE id = ?');
  const write = database.transaction((records: readonly JournalRecord[], epoch: CurrentEpoch | null) => {
    // Always changes a page, so that a durable commit syncs the log even when nothing is pending.
    stamp.run();
    for (const record of records) {
      insert(record);
      project(record);
    }
    if (epoch !== null && records.length > 0) progress.run(epoch.decisions, epoch.hash, epoch.id);
  });
  return { commit: (records, epoch) => write.immediate(records, epoch) };
}

function inserter(database: Database.Database): Project {
  const input = database.prepare('INSERT INTO inputs (seq, epoch, kind, at_ms, payload) VALUES (?, ?, ?, ?, ?)');
  const decision = database.prepare(
    'INSERT INTO decisions (seq, epoch, input_seq, kind, at_ms, payload) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return (record) => {
    const { seq, epoch, kind, atMs, payload } = record;
    if (record.table === 'inputs') input.run(seq, epoch, kind, atMs, payload);
    else if (record.table === 'decisions') decision.run(seq, epoch, record.inputSeq, kind, atMs, payload);
    else throw new BugError('unknown kind of record');
  };
}
