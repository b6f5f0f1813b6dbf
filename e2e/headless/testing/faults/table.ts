import type { FaultRow } from '../../../../scripts/testing/fault-table.mjs';
import type { Strike } from './strike.ts';

const metNothing = ' met nothing';

/** Counts what became of every fault, and keeps the reason of each that was not survived. */
export class FaultTable {
  readonly #rows = new Map<string, FaultRow>();
  readonly failures: string[] = [];

  constructor(names: readonly string[]) {
    for (const name of names) this.#rowOf(name);
  }

  get rows(): readonly FaultRow[] {
    return [...this.#rows.values()];
  }

  struck(name: string, { recoveredMs, findings, idle }: Omit<Strike, 'what'>): void {
    const row = this.#rowOf(name);
    if (idle) this.#countIdle(row);
    row.struck += 1;
    row.recoveredMs.push(Math.round(recoveredMs));
    const { books, twice, lost } = findings;
    row.booksDiffer += books.length > 0 ? 1 : 0;
    row.twice += twice.length > 0 ? 1 : 0;
    row.lost += lost.length > 0 ? 1 : 0;
    row.bad += books.length + twice.length + lost.length > 0 ? 1 : 0;
  }

  failed(name: string, reason: string): void {
    this.#rowOf(name).failed += 1;
    this.blame(`${name}: ${reason}`);
  }

  /** Of a strike that is counted already. */
  blame(reason: string): void {
    this.failures.push(reason);
  }

  note(name: string, text: string): void {
    const { notes } = this.#rowOf(name);
    if (!notes.includes(text)) notes.push(text);
  }

  #countIdle(row: FaultRow): void {
    const before = row.notes.findIndex((text) => text.endsWith(metNothing));
    const count = before === -1 ? 0 : Number.parseInt(row.notes[before] ?? '', 10);
    row.notes.splice(before === -1 ? row.notes.length : before, 1, `${count + 1}${metNothing}`);
  }

  #rowOf(name: string): FaultRow {
    const known = this.#rows.get(name);
    if (known !== undefined) return known;
    const row = {
      fault: name,
      struck: 0,
      failed: 0,
      recoveredMs: [],
      bad: 0,
      booksDiffer: 0,
      twice: 0,
      lost: 0,
      notes: [],
    };
    this.#rows.set(name, row);
    return row;
  }
}
