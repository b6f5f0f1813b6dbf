import { join } from 'node:path';
import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { ExpectedError, ensure, present } from '../domain/errors.ts';
import type { Epoch } from '../domain/run.ts';
import { encodeCanonical } from './canonical.ts';
import { type Checkpointed, readCheckpoint, saveCheckpoint } from './checkpoints.ts';
import { emptyDecisionHash, rollDecisionHash } from './decisionHash.ts';
import { type ForgottenRows, forgetStep, type Retention } from './forget.ts';
import { type CurrentEpoch, type JournalWriter, journalWriter } from './journalWriter.ts';
import { listEpochs, loadEpoch, readInputs } from './loadEpoch.ts';
import { type JournalConnections, openDatabase, patienceMs } from './openDatabase.ts';
import { rebuildProjections } from './rebuildProjections.ts';
import type { EpochRecord, EpochSummary, JournalDecision, JournaledInput, JournalRecord } from './records.ts';
import { orderSealer } from './sealedOrders.ts';
import { newestSequence, sealer } from './sealedRecords.ts';
import { fromStorage, storeError } from './storeErrors.ts';

/** What can be asked of a journal without writing it. */
export interface JournalReader {
  epochs(): readonly EpochSummary[];
  loadEpoch(id: string): EpochRecord | null;
  /** An epoch's inputs in order, behind one of them, for a replay. */
  inputs(epochId: string, afterSeq?: number): IterableIterator<JournaledInput>;
  close(): void;
}

/**
 * The engine's one record of what it was told and what it concluded: append-only, in one sequence. Appending only
 * remembers; `flush` commits what was appended without waiting for the disk, `commitDurably` waits. What
 * `commitDurably` returns from is on disk with everything appended before it.
 */
export interface Journal extends JournalReader {
  /** The file, for messages. */
  readonly file: string;
  /** sha256 rolled over the current epoch's decisions, measured times left out. */
  readonly decisionHash: string;
  /** Appended and not yet committed. */
  readonly pending: number;
  /** The place of the newest record. */
  readonly newestSeq: number;
  /** Begins an epoch or goes on with one; what is appended from now on is its. Durable. @throws ExpectedError STORE_WALLET_CHANGED */
  beginEpoch(epoch: Epoch): { readonly resumed: boolean };
  /** Returns the input's place in the sequence, which its decisions name. */
  appendInput(input: EngineInput): number;
  appendDecisions(inputSeq: number, decisions: readonly JournalDecision[]): void;
  /** @throws ExpectedError STORE_DISK_FULL and others; what is pending stays pending */
  flush(): void;
  /** @throws ExpectedError STORE_DISK_FULL and others; what is pending stays pending */
  commitDurably(): void;
  /** Durable. An epoch is closed once: a second note is kept behind the first. */
  closeEpoch(id: string, note: string, atMs: EpochMs): void;
  /** Keeps what a restart need not read again, as of all that was appended; commits that. */
  saveCheckpoint(checkpoint: Checkpointed): void;
  /** Where an epoch stands, for going on with it: what a checkpoint of this version holds, or null, and the rows that it does not hold. */
  resumeEpoch(id: string, version: number): { readonly checkpoint: unknown; readonly record: EpochRecord } | null;
  /** Forgets a little of what is older than it is to be kept; null when nothing is. */
  forget(retention: Retention, nowMs: EpochMs): ForgottenRows | null;
  /** Makes the projections again from the journal. */
  rebuildProjections(): void;
  /** Commits durably and closes the file. */
  close(): void;
  /** Closes the file and forgets what is pending: the way out after a commit failed. */
  abandon(): void;
}

/** Records of each kind that are not compressed yet: some ten minutes of trading, where a person would look first. */
const usuallyKeptOpen = 20_000;

export interface JournalOptions {
  /** The size above which the file must not grow. */
  readonly maxBytes?: number;
  readonly keptOpen?: number;
  /** Version of the program, noted with every epoch that it writes. */
  readonly program?: string;
}

/** Opens `journal.sqlite` in the folder, making both where they are missing. @throws ExpectedError STORE_* */
export function openJournal(folder: string, options: JournalOptions = {}): Journal {
  const file = join(folder, 'journal.sqlite');
  return new SqliteJournal(file, openDatabase(file, options.maxBytes ?? null), options);
}

/** Versions that one epoch names at most. */
const mostWriters = 32;

/** How long a try waits where another has been quicker, before and after that one has shown to hold on. */
const lookMs = 10;

class SqliteJournal implements Journal {
  readonly file: string;
  readonly #connections: JournalConnections;
  readonly #durable: JournalWriter;
  readonly #batched: JournalWriter;
  readonly #sealer: ReturnType<typeof sealer>;
  #pending: JournalRecord[] = [];
  #epoch: CurrentEpoch | null = null;
  #seq: number;
  #inputAtMs = 0;
  #waitsMs = patienceMs;
  readonly #program: string;
  readonly #sealOrders: (epoch: string) => number;
  /** Whether there may be orders that no checkpoint holds. */
  #mayHaveOldOrders = false;

  constructor(
    file: string,
    connections: JournalConnections,
    { keptOpen = usuallyKeptOpen, program = '' }: JournalOptions,
  ) {
    this.file = file;
    this.#connections = connections;
    this.#program = program;
    this.#durable = journalWriter(connections.durable);
    this.#batched = journalWriter(connections.batched);
    this.#sealer = sealer(connections.batched, keptOpen);
    this.#sealOrders = orderSealer(connections.batched);
    this.#seq = newestSequence(connections.durable);
  }

  get decisionHash(): string {
    return this.#epoch?.hash ?? emptyDecisionHash;
  }

  get newestSeq(): number {
    return this.#seq;
  }

  get pending(): number {
    return this.#pending.length;
  }

  beginEpoch(epoch: Epoch): { readonly resumed: boolean } {
    this.commitDurably();
    const known = this.epochs().find((summary) => summary.epoch.id === epoch.id);
    if (known !== undefined && known.epoch.wallet !== epoch.wallet) {
      const facts = { epoch: epoch.id, wallet: epoch.wallet, before: known.epoch.wallet };
      throw storeError('STORE_WALLET_CHANGED', 'The epoch belongs to another wallet.', facts);
    }
    const { id, mode, wallet, chain, startedAtMs } = epoch;
    this.#guarded(() => {
      this.#connections.durable
        .prepare(
          `INSERT INTO epochs (id, mode, wallet, chain, started_at_ms, decision_hash, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (id) DO UPDATE SET chain = excluded.chain, recorded_by = excluded.recorded_by`,
        )
        .run(id, mode, wallet, encodeCanonical(chain), startedAtMs, emptyDecisionHash, this.#writers(known));
    });
    this.#mayHaveOldOrders = true;
    this.#epoch = { id, hash: known?.decisionHash ?? emptyDecisionHash, decisions: known?.decisions ?? 0 };
    return { resumed: known !== undefined };
  }

  appendInput(value: EngineInput): number {
    const { kind, atMs } = value;
    const payload = encodeCanonical(value);
    const seq = this.#next();
    this.#inputAtMs = atMs;
    this.#pending.push({ table: 'inputs', seq, epoch: this.#current().id, kind, atMs, payload, value });
    return seq;
  }

  appendDecisions(inputSeq: number, decisions: readonly JournalDecision[]): void {
    const epoch = this.#current();
    for (const value of decisions) {
      const { kind } = value;
      const payload = encodeCanonical(value);
      epoch.hash = rollDecisionHash(epoch.hash, value);
      epoch.decisions += 1;
      const common = { seq: this.#next(), epoch: epoch.id, kind, atMs: this.#inputAtMs, payload, value };
      this.#pending.push({ table: 'decisions', inputSeq, ...common });
    }
  }

  flush(): void {
    if (this.#pending.length > 0) this.#commit(this.#batched);
    this.#seal();
  }

  commitDurably(): void {
    this.#commit(this.#durable);
  }

  epochs(): readonly EpochSummary[] {
    return this.#guarded(() => listEpochs(this.#connections.durable));
  }

  loadEpoch(id: string): EpochRecord | null {
    this.flush();
    return this.#guarded(() => loadEpoch(this.#connections.durable, id));
  }

  *inputs(epochId: string, afterSeq = 0): IterableIterator<JournaledInput> {
    this.flush();
    yield* readInputs(this.#connections.durable, epochId, afterSeq);
  }

  saveCheckpoint(checkpoint: Checkpointed): void {
    this.flush();
    this.#guarded(() => saveCheckpoint(this.#connections.batched, this.#current().id, this.#seq, checkpoint));
    this.#mayHaveOldOrders = true;
  }

  resumeEpoch(id: string, version: number): { readonly checkpoint: unknown; readonly record: EpochRecord } | null {
    this.flush();
    return this.#guarded(() => {
      const stored = readCheckpoint(this.#connections.durable, id, version);
      const record = loadEpoch(this.#connections.durable, id, stored);
      return record === null ? null : { checkpoint: stored?.payload ?? null, record };
    });
  }

  closeEpoch(id: string, note: string, atMs: EpochMs): void {
    this.commitDurably();
    this.#guarded(() => {
      const { changes } = this.#connections.durable
        .prepare(
          `UPDATE epochs SET closed_at_ms = coalesce(closed_at_ms, ?),
             note = CASE note WHEN '' THEN ? ELSE note || char(10) || ? END WHERE id = ?`,
        )
        .run(atMs, note, note, id);
      ensure(changes === 1, 'no such epoch to close', { id });
    });
  }

  forget(retention: Retention, nowMs: EpochMs): ForgottenRows | null {
    return this.#guarded(() => forgetStep(this.#connections.batched, retention, nowMs));
  }

  rebuildProjections(): void {
    this.commitDurably();
    this.#guarded(() => rebuildProjections(this.#connections.durable));
  }

  close(): void {
    try {
      this.commitDurably();
    } finally {
      this.abandon();
    }
  }

  abandon(): void {
    this.#pending = [];
    this.#connections.batched.close();
    this.#connections.durable.close();
  }

  /** Once somebody has held the file for long, further tries do not hold up the engine: they only look. */
  #commit(through: JournalWriter): void {
    const records = this.#pending;
    try {
      this.#guarded(() => through.commit(records, this.#epoch));
    } catch (error) {
      if (error instanceof ExpectedError && error.code === 'STORE_LOCKED') this.#wait(lookMs);
      throw error;
    }
    this.#wait(patienceMs);
    for (const { table } of records) this.#sealer.added(table);
    this.#pending = [];
  }

  #wait(ms: number): void {
    if (ms === this.#waitsMs) return;
    this.#waitsMs = ms;
    for (const connection of Object.values(this.#connections)) connection.pragma(`busy_timeout = ${ms}`);
  }

  /** Puts older records in order; while somebody else holds the file, that can wait. */
  #seal(): void {
    try {
      this.#guarded(() => {
        this.#sealer.seal();
        if (this.#mayHaveOldOrders && this.#epoch !== null)
          this.#mayHaveOldOrders = this.#sealOrders(this.#epoch.id) > 0;
      });
    } catch (error) {
      if (!(error instanceof ExpectedError && error.code === 'STORE_LOCKED')) throw error;
    }
  }

  /** As JSON, the first one first. */
  #writers(known: EpochSummary | undefined): string {
    const before = known?.recordedBy ?? [];
    const isNew = this.#program !== '' && before.at(-1) !== this.#program;
    return JSON.stringify(isNew ? [...before.slice(-mostWriters + 1), this.#program] : before);
  }

  #next(): number {
    this.#seq += 1;
    return this.#seq;
  }

  #current(): CurrentEpoch {
    return present(this.#epoch, 'the epoch to append to');
  }

  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (thrown) {
      throw fromStorage(thrown, this.file);
    }
  }
}
