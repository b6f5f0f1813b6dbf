import { present } from '../domain/errors.ts';
import type { RowCodec } from './rowCodec.ts';
import { dayOf, dayStartMs, type TradePartitions } from './tradePartitions.ts';

/** Rows of one block: large enough to compress and to index cheaply, small enough to read for one screen. */
const rowsPerBlock = 8_192;
const dayMs = 86_400_000;

/** Rows of one kind, series, source and day that wait for their commit: pieces of columns, joined once. */
export class WaitingRows<Columns> {
  readonly #codec: RowCodec<Columns>;
  readonly #series: number;
  readonly #source: number;
  #pieces: Columns[] = [];
  #rows = 0;

  constructor(codec: RowCodec<Columns>, series: number, source: number) {
    this.#codec = codec;
    this.#series = series;
    this.#source = source;
  }

  add(columns: Columns): void {
    this.#pieces.push(columns);
    this.#rows += this.#codec.timesOf(columns).length;
  }

  /** Within a transaction. `direct`: the day is attached; else the blocks are staged. A small last block of the same source is filled up. */
  write(partitions: TradePartitions, day: string, direct: boolean): void {
    const codec = this.#codec;
    const tail = direct && this.#rows < rowsPerBlock ? partitions.lastBlock(day, this.#series, codec.kind) : null;
    const joins = tail !== null && tail.source === this.#source && tail.rows + this.#rows <= rowsPerBlock;
    const before = joins ? [codec.open(tail, `${partitions.fileOf(day)}: block ${tail.id}`)] : [];
    // A commit that fails leaves the pieces waiting.
    const all = [...before, ...this.#pieces];
    const rows = all.length === 1 ? present(all[0], 'the only piece') : codec.join(all);
    const count = codec.timesOf(rows).length;
    for (let from = 0; from < count; from += rowsPerBlock) {
      const part = codec.slice(rows, from, from + rowsPerBlock);
      const block = { ...bounds(codec.timesOf(part)), ...codec.seal(part), source: this.#source, kind: codec.kind };
      if (direct) partitions.write(day, this.#series, block, joins ? tail.id : null);
      else partitions.stage(day, this.#series, block);
    }
  }
}

/** Stretches of rows of one UTC day each. */
export function* dayRuns(atMs: Float64Array): IterableIterator<{ day: string; from: number; to: number }> {
  for (let from = 0; from < atMs.length; ) {
    const day = dayOf(atMs[from] ?? 0);
    const startMs = dayStartMs(day);
    const endMs = startMs + dayMs;
    let to = from + 1;
    while (to < atMs.length && (atMs[to] ?? 0) >= startMs && (atMs[to] ?? 0) < endMs) to += 1;
    yield { day, from, to };
    from = to;
  }
}

function bounds(atMs: Float64Array): { readonly firstAtMs: number; readonly lastAtMs: number } {
  let firstAtMs = Number.POSITIVE_INFINITY;
  let lastAtMs = 0;
  for (const at of atMs) {
    if (at < firstAtMs) firstAtMs = at;
    if (at > lastAtMs) lastAtMs = at;
  }
  return { firstAtMs, lastAtMs };
}
