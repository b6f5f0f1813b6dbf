import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { fromStorage, storeError } from './storeErrors.ts';

/** Whatever a strategy or an order was tried on that was not for real. */
export const trialKinds = ['replay', 'paper', 'book', 'calibration'] as const;
export type TrialKind = (typeof trialKinds)[number];

export interface Trial {
  /** Of an epoch on paper its id, so that its result can be looked up; else unique. */
  readonly id: string;
  readonly kind: TrialKind;
  readonly atMs: number;
  /** What was tried on: a file, a chain, a market. */
  readonly subject: string;
  /** What it was tried with, as JSON. */
  readonly settings: string;
}

const applicationId = 0x53594e54;
const [longestSubject, longestSettings] = [200, 4_000];
const patienceMs = 5_000;

const schema = `
CREATE TABLE trials (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  at_ms INTEGER NOT NULL,
  subject TEXT NOT NULL,
  settings TEXT NOT NULL
) STRICT;
CREATE TRIGGER trials_stay BEFORE DELETE ON trials BEGIN SELECT RAISE(ABORT, 'a trial that was made stays counted'); END;
CREATE TRIGGER trials_are_fixed BEFORE UPDATE ON trials BEGIN SELECT RAISE(ABORT, 'a trial that was made stays as it was'); END;
`;

/**
 * Counts every trial that was ever made in a data folder, in `trials.sqlite`: what a good result is worth depends on how many were looked at. Only added to; a
 * file of its own, so that no retention reaches it and any process may add its line.
 */
export class TrialLedger {
  readonly #file: string;
  readonly #database: Database.Database;

  /** @throws ExpectedError STORE_* */
  constructor(folder: string) {
    const file = trialFile(folder);
    this.#file = file;
    this.#database = guarded(file, () => {
      mkdirSync(folder, { recursive: true });
      return new Database(file, { timeout: patienceMs });
    });
    try {
      const owner = Number(this.#database.pragma('application_id', { simple: true }));
      const tables = Number(this.#database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
      if (owner !== applicationId && tables > 0)
        throw storeError('STORE_FOREIGN', 'The database is no ledger of trials.', { file, owner });
      this.#database.pragma('journal_mode = WAL');
      this.#database.pragma('synchronous = FULL');
      this.#database
        .transaction(() => {
          if (this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'trials'").get() !== undefined) return;
          this.#database.exec(schema);
          this.#database.pragma(`application_id = ${applicationId}`);
        })
        .immediate();
    } catch (error) {
      this.#database.close();
      throw fromStorage(error, file);
    }
  }

  /** On disk when it returns. The same one again changes nothing. @throws ExpectedError STORE_* */
  add({ id, kind, atMs, subject, settings }: Trial): void {
    guarded(this.#file, () =>
      this.#database
        .prepare(
          'INSERT INTO trials (id, kind, at_ms, subject, settings) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
        )
        .run(id, kind, Math.round(atMs), subject.slice(0, longestSubject), settings.slice(0, longestSettings)),
    );
  }

  /** Oldest first. @throws ExpectedError STORE_* */
  all(): readonly Trial[] {
    return guarded(this.#file, () =>
      this.#database
        .prepare<[], Trial>('SELECT id, kind, at_ms AS atMs, subject, settings FROM trials ORDER BY at_ms, id')
        .all(),
    );
  }

  close(): void {
    this.#database.close();
  }
}

function guarded<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw fromStorage(error, file);
  }
}

export function trialFile(folder: string): string {
  return join(folder, 'trials.sqlite');
}

/** Adds one line to the ledger of a data folder. @throws ExpectedError STORE_* */
export function countTrial(folder: string, trial: Trial): void {
  const ledger = new TrialLedger(folder);
  try {
    ledger.add(trial);
  } finally {
    ledger.close();
  }
}
