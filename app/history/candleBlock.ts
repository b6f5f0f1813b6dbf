import type { Candle } from '../candles/candle.ts';
import { present } from '../domain/errors.ts';
import { openBlock, type StoredBlock, sealBlock } from './columnBlock.ts';
import { packColumn, unpackBigints, unpackDecimals, unpackDoubles } from './packedColumn.ts';

const amounts = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'takerVolume', 'takerQuoteVolume'] as const;
/** The time, then each amount and the count of trades with the column that says where it is missing. */
const columnCount = 1 + 2 * (amounts.length + 1);

/**
 * Candles of one series and interval, in order of time, as one block. A column that may be null has a second one of zeros and
 * ones that says where; it is left out where every value is there, and the column where none is.
 */
export function sealCandles(candles: readonly Candle[]): StoredBlock {
  const nullable = (values: readonly (bigint | null)[]): readonly [Uint8Array | null, Uint8Array | null] => {
    const missing = Uint8Array.from(values, (value) => (value === null ? 1 : 0));
    if (!missing.includes(0) && values.length > 0) return [null, null];
    const column = packColumn(values.map((value) => value ?? 0n));
    return [column, missing.includes(1) ? missing : null];
  };
  const trades = candles.map(({ trades: count }) => (count === null ? null : BigInt(count)));
  return sealBlock(candles.length, [
    packColumn(Float64Array.from(candles, ({ openTimeMs }) => openTimeMs)),
    ...amounts.flatMap((name) => nullable(candles.map((candle) => candle[name]))),
    ...nullable(trades),
  ]);
}

/** @throws ExpectedError HISTORY_CORRUPT */
export function openCandles(block: StoredBlock, where: string): readonly Candle[] {
  const { rows } = block;
  const columns = openBlock(block, columnCount, where);
  const read = (place: number): readonly (bigint | null)[] => {
    const bytes = columns[place] ?? null;
    if (bytes === null) return new Array<null>(rows).fill(null);
    const missing = columns[place + 1] ?? null;
    const values = unpackBigints(bytes, rows);
    return missing === null ? values : values.map((value, i) => (missing[i] === 1 ? null : value));
  };
  const times = unpackDoubles(present(columns[0], 'the column of times'), rows);
  const [open, high, low, close, volume, quoteVolume, takerVolume, takerQuoteVolume] = amounts.map((_, i) =>
    read(1 + 2 * i),
  );
  const trades = read(1 + 2 * amounts.length);
  return Array.from(times, (openTimeMs, i) => ({
    openTimeMs,
    open: open?.[i] ?? 0n,
    high: high?.[i] ?? 0n,
    low: low?.[i] ?? 0n,
    close: close?.[i] ?? 0n,
    volume: volume?.[i] ?? 0n,
    quoteVolume: quoteVolume?.[i] ?? null,
    trades: trades[i] === null || trades[i] === undefined ? null : Number(trades[i]),
    takerVolume: takerVolume?.[i] ?? null,
    takerQuoteVolume: takerQuoteVolume?.[i] ?? null,
  }));
}

/** What a chart draws, in units of the token: doubles, for looking at only. Seconds, as charts have it, in `timeS`. */
export interface ChartArrays {
  readonly timeS: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
  /** NaN where the source does not count them. */
  readonly trades: Float64Array;
}

export function emptyChart(rows: number): ChartArrays {
  const column = (): Float64Array => new Float64Array(rows);
  return {
    timeS: column(),
    open: column(),
    high: column(),
    low: column(),
    close: column(),
    volume: column(),
    trades: column(),
  };
}

/** The same bars from one place to another, sharing memory. */
export function cutChart(all: ChartArrays, from: number, to: number): ChartArrays {
  const cut = (column: Float64Array): Float64Array => column.subarray(from, to);
  return {
    timeS: cut(all.timeS),
    open: cut(all.open),
    high: cut(all.high),
    low: cut(all.low),
    close: cut(all.close),
    volume: cut(all.volume),
    trades: cut(all.trades),
  };
}

/** When each bar of a block opens, in seconds. @throws ExpectedError HISTORY_CORRUPT */
export function chartTimes(block: StoredBlock, where: string): Float64Array {
  const times = present(openBlock(block, columnCount, where)[0], 'the column of times');
  return unpackDecimals(times, block.rows, 3);
}

/** Writes a block's bars into a chart's arrays from `at` on, without making a row. @throws ExpectedError HISTORY_CORRUPT */
export function chartFromBlock(
  block: StoredBlock,
  where: string,
  digits: { readonly price: number; readonly volume: number },
  into: ChartArrays,
  at: number,
): void {
  const { rows } = block;
  const columns = openBlock(block, columnCount, where);
  const scaled = (place: number, target: Float64Array, unitDigits: number): void => {
    const bytes = columns[place];
    if (bytes !== null && bytes !== undefined) unpackDecimals(bytes, rows, unitDigits, target, at);
  };
  scaled(0, into.timeS, 3);
  scaled(1, into.open, digits.price);
  scaled(3, into.high, digits.price);
  scaled(5, into.low, digits.price);
  scaled(7, into.close, digits.price);
  scaled(9, into.volume, digits.volume);
  const place = 1 + 2 * amounts.length;
  scaled(place, into.trades, 0);
  const uncounted = columns[place] === null ? null : (columns[place + 1] ?? null);
  if (columns[place] === null) into.trades.fill(Number.NaN, at, at + rows);
  else if (uncounted !== null)
    for (let i = 0; i < rows; i += 1) if (uncounted[i] === 1) into.trades[at + i] = Number.NaN;
}
