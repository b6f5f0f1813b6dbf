import type { Trade } from '../candles/trade.ts';
import { type BlockColumns, openBlock, type StoredBlock, sealBlock } from './columnBlock.ts';
import { type IntegerColumn, isSafe, packColumn, unpackBigints, unpackDoubles } from './packedColumn.ts';

/** Who took: the side of the aggressor. */
export const takerSide = { sells: 0, buys: 1, unknown: 2 } as const;

/**
 * Trades by column, in order of time. Price and size are integers in units of 10^-digits of their series. `ids` as doubles where
 * every id is a whole number written plainly, as text where not, null where the venue gives none.
 */
export interface TradeColumns {
  readonly atMs: Float64Array;
  readonly price: IntegerColumn;
  readonly size: IntegerColumn;
  /** `takerSide` of each. */
  readonly side: Uint8Array;
  readonly ids: Float64Array | readonly string[] | null;
}

const columnCount = 6;
const idSeparator = '\n';

export function sealTrades(trades: TradeColumns): StoredBlock {
  const { atMs, price, size, side, ids } = trades;
  const numbered = ids instanceof Float64Array ? packColumn(ids) : null;
  const named = ids === null || ids instanceof Float64Array ? null : Buffer.from(ids.join(idSeparator));
  const columns: BlockColumns = [packColumn(atMs), packColumn(price), packColumn(size), side, numbered, named];
  return sealBlock(atMs.length, columns);
}

/** @throws ExpectedError HISTORY_CORRUPT */
export function openTrades(block: StoredBlock, where: string): TradeColumns {
  const { rows } = block;
  const [atMs, price, size, side, numbered, named] = openBlock(block, columnCount, where);
  const integers = (bytes: Uint8Array | null | undefined): IntegerColumn =>
    bytes === null || bytes === undefined
      ? new Float64Array(rows)
      : isSafe(bytes)
        ? unpackDoubles(bytes, rows)
        : unpackBigints(bytes, rows);
  return {
    atMs: atMs ? unpackDoubles(atMs, rows) : new Float64Array(rows),
    price: integers(price),
    size: integers(size),
    side: side?.slice() ?? new Uint8Array(rows),
    ids: numbered ? unpackDoubles(numbered, rows) : named ? Buffer.from(named).toString().split(idSeparator) : null,
  };
}

/** Rows as columns. Ids that hold a line break are kept without it: they name a trade and mean nothing else. */
export function tradeColumns(trades: readonly Trade[]): TradeColumns {
  return {
    atMs: Float64Array.from(trades, (trade) => trade.atMs),
    price: trades.map((trade) => trade.price),
    size: trades.map((trade) => trade.size),
    side: Uint8Array.from(trades, sideOf),
    ids: idColumn(trades),
  };
}

/** Columns as rows. */
export function* tradeRows({ atMs, price, size, side, ids }: TradeColumns): IterableIterator<Trade> {
  for (let i = 0; i < atMs.length; i += 1) {
    const taker = side[i];
    yield {
      id: ids === null ? null : (ids[i] ?? '') === '' ? null : String(ids[i]),
      atMs: atMs[i] ?? 0,
      price: BigInt(price[i] ?? 0),
      size: BigInt(size[i] ?? 0),
      takerBuys: taker === takerSide.unknown ? null : taker === takerSide.buys,
    };
  }
}

function sideOf({ takerBuys }: Trade): number {
  return takerBuys === null ? takerSide.unknown : takerBuys ? takerSide.buys : takerSide.sells;
}

function idColumn(trades: readonly Trade[]): TradeColumns['ids'] {
  if (trades.every(({ id }) => id === null)) return null;
  const plain = trades.every(({ id }) => id !== null && /^(?:0|[1-9]\d{0,14})$/.test(id));
  if (plain) return Float64Array.from(trades, ({ id }) => Number(id));
  return trades.map(({ id }) => (id ?? '').replaceAll(idSeparator, ''));
}
