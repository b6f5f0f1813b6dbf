import { openBlock, sealBlock } from './columnBlock.ts';
import { joinDoubles, joinIntegers, sliceIntegers } from './integerColumn.ts';
import { type IntegerColumn, isSafe, packColumn, unpackBigints, unpackDoubles } from './packedColumn.ts';
import type { RowCodec } from './rowCodec.ts';

/** The best quotes of a book at each change of them, in units of its series' digits. All 0: there is no book to show. */
export interface BookQuote {
  readonly atMs: number;
  readonly bid: bigint;
  readonly bidSize: bigint;
  readonly ask: bigint;
  readonly askSize: bigint;
  /** What stands at the ten best levels of each side together; 0 where only the best is known. */
  readonly bidDepth: bigint;
  readonly askDepth: bigint;
}

/** bid, ask: the level has this size now, 0: it is gone. whole: what follows is the whole book, from an empty one. lost: there is no book until the next whole one. */
export const levelChanges = ['ask', 'bid', 'whole', 'lost'] as const;

/** A book is stated whole with its first change in each such stretch of time, so that a reader need not begin far before. Older imports have it each hour. */
export const bookStatedEachMs = 600_000;

/** One change of an order book, in the order of its messages. Price and size are 0 where it is about the whole book. */
export interface BookLevelChange {
  readonly atMs: number;
  readonly change: (typeof levelChanges)[number];
  readonly price: bigint;
  readonly size: bigint;
}

/** Rows by column: times, and integers in an order that the kind fixes. */
export interface IntegerRows {
  readonly atMs: Float64Array;
  readonly columns: readonly IntegerColumn[];
}

export interface BookRowsOf {
  readonly quotes: BookQuote;
  readonly levels: BookLevelChange;
}

/** A kind of rows about order books: its columns, and rows of them. */
export interface BookRowKind<Row> extends RowCodec<IntegerRows> {
  columnsOf(rows: readonly Row[]): IntegerRows;
  rowsOf(columns: IntegerRows): IterableIterator<Row>;
}

function codecOf(kind: 'quotes' | 'levels', count: number): RowCodec<IntegerRows> {
  const join = (pieces: readonly IntegerRows[]): IntegerRows => ({
    atMs: joinDoubles(pieces.map(({ atMs }) => atMs)),
    columns: Array.from({ length: count }, (_, i) =>
      joinIntegers(pieces.map(({ columns }) => columns[i] ?? new Float64Array(0))),
    ),
  });
  return {
    kind,
    timesOf: ({ atMs }) => atMs,
    seal: ({ atMs, columns }) => sealBlock(atMs.length, [packColumn(atMs), ...columns.map(packColumn)]),
    open(block, where) {
      const [atMs, ...columns] = openBlock(block, count + 1, where);
      const integers = (bytes: Uint8Array | null): IntegerColumn =>
        bytes === null
          ? new Float64Array(block.rows)
          : isSafe(bytes)
            ? unpackDoubles(bytes, block.rows)
            : unpackBigints(bytes, block.rows);
      return {
        atMs: atMs ? unpackDoubles(atMs, block.rows) : new Float64Array(block.rows),
        columns: columns.map(integers),
      };
    },
    join,
    slice: ({ atMs, columns }, from, to) => ({
      atMs: atMs.subarray(from, to),
      columns: columns.map((column) => sliceIntegers(column, from, to)),
    }),
  };
}

const quoteColumns = ['bid', 'bidSize', 'ask', 'askSize', 'bidDepth', 'askDepth'] as const;

export const bookRowKinds: { readonly [Kind in keyof BookRowsOf]: BookRowKind<BookRowsOf[Kind]> } = {
  quotes: {
    ...codecOf('quotes', quoteColumns.length),
    columnsOf: (rows) => ({
      atMs: Float64Array.from(rows, ({ atMs }) => atMs),
      columns: quoteColumns.map((name) => rows.map((row) => row[name])),
    }),
    *rowsOf({ atMs, columns }) {
      for (let i = 0; i < atMs.length; i += 1) {
        const [bid = 0n, bidSize = 0n, ask = 0n, askSize = 0n, bidDepth = 0n, askDepth = 0n] = columns.map((column) =>
          BigInt(column[i] ?? 0),
        );
        yield { atMs: atMs[i] ?? 0, bid, bidSize, ask, askSize, bidDepth, askDepth };
      }
    },
  },
  levels: {
    ...codecOf('levels', 3),
    columnsOf: (rows) => ({
      atMs: Float64Array.from(rows, ({ atMs }) => atMs),
      columns: [
        Float64Array.from(rows, ({ change }) => levelChanges.indexOf(change)),
        rows.map(({ price }) => price),
        rows.map(({ size }) => size),
      ],
    }),
    *rowsOf({ atMs, columns: [changes, prices, sizes] }) {
      for (let i = 0; i < atMs.length; i += 1) {
        const change = levelChanges[Number(changes?.[i] ?? 0)] ?? 'lost';
        yield { atMs: atMs[i] ?? 0, change, price: BigInt(prices?.[i] ?? 0), size: BigInt(sizes?.[i] ?? 0) };
      }
    },
  },
};
