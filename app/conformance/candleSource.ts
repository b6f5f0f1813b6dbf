import path from 'node:path';
import { z } from 'zod';
import type { Candle } from '../candles/candle.ts';
import { type Interval, intervalMs, longestCommonInterval } from '../candles/interval.ts';
import { resample } from '../candles/resample.ts';
import { isSkipped, type RowReport } from '../candles/rowReport.ts';
import type { Trade } from '../candles/trade.ts';
import { TradeCandles } from '../candles/tradeCandles.ts';
import { candleTable, venueColumns } from '../imports/candleTable.ts';
import { csvFields } from '../imports/csvLine.ts';
import type { RowReader } from '../imports/rowReader.ts';
import { tradeTable } from '../imports/tradeTable.ts';
import { linesOf } from './fileLines.ts';

const venue = z.enum(['binance', 'bitfinex', 'bybit']);
const table = z.object({
  csv: z.string(),
  symbol: z.string().optional(),
  columns: z.union([venue, z.array(z.string()).min(1)]).optional(),
});
const series = z.union([
  z.array(z.union([z.string().regex(/^[^",\r\n]*$/), z.number()])),
  z.strictObject({ csv: z.string(), column: z.string() }),
]);

/** A table in a file, or its columns one by one: lists, or columns of files. */
export const candleSource = z.union([table, z.record(z.string(), series)]);
export type CandleSource = z.infer<typeof candleSource>;

/** The digits in which bars are compared: those of prices and sizes, and of their products. */
export const candleVectorDigits = { price: 18, volume: 18, quoteVolume: 36 };

function columnOf(folder: string, column: z.infer<typeof series>): string[] {
  if (Array.isArray(column)) return column.map(String);
  const [header = '', ...lines] = linesOf(path.resolve(folder, column.csv));
  const place = csvFields(header).indexOf(column.column);
  if (place < 0) throw new Error(`${column.csv} has no column ${column.column}`);
  return lines.filter((line) => line !== '').map((line) => csvFields(line)[place] ?? '');
}

interface Lines {
  readonly lines: readonly string[];
  readonly symbol?: string | undefined;
  readonly columns?: readonly string[] | undefined;
}

function isTable(source: CandleSource): source is z.infer<typeof table> {
  return typeof source.csv === 'string';
}

function tableOf(folder: string, source: CandleSource): Lines {
  if (isTable(source)) {
    const { csv, symbol, columns } = source;
    const named = typeof columns === 'string' ? venueColumns[columns] : columns;
    return { lines: linesOf(path.resolve(folder, csv)), symbol, columns: named };
  }
  const names = Object.keys(source);
  const values = Object.values(source).map((column) => columnOf(folder, column));
  const count = values[0]?.length ?? 0;
  if (values.some(({ length }) => length !== count)) throw new Error('the columns are not equally long');
  const rows = Array.from({ length: count }, (_, i) => values.map((column) => column[i]).join(','));
  return { lines: [names.join(','), ...rows] };
}

function skipProblem(report: RowReport): string | null {
  if (report.skipped === report.count('duplicate')) return null;
  const first = report.findings.find(({ problem }) => problem !== 'duplicate' && isSkipped(problem));
  return `${report.skipped} rows cannot be used, the first in line ${first?.row}: ${first?.problem} ${first?.detail}`;
}

function readAll<Value>(reader: RowReader<Value>, lines: readonly string[]): Value[] {
  const values: Value[] = [];
  for (const line of lines) {
    const row = reader.read(line);
    if (row !== null) values.push(row.value);
  }
  const problem = skipProblem(reader.report);
  if (problem !== null) throw new Error(problem);
  return values;
}

/** Bars as they stand in the source. Throws with what is wrong. */
export function readBars(folder: string, source: CandleSource, interval: Interval): Candle[] {
  const { lines, symbol, columns } = tableOf(folder, source);
  return readAll(candleTable({ interval, digits: candleVectorDigits, symbol, columns }), lines);
}

/** What a base makes, and the time it covers. */
export interface MadeBars {
  readonly bars: readonly Candle[];
  readonly startMs: number;
  readonly endMs: number;
}

function fromTrades(trades: readonly Trade[], to: Interval): Candle[] {
  const candles = new TradeCandles(to);
  const finished = trades.map(({ atMs, price, size, takerBuys }) => candles.push(atMs, price, size, takerBuys));
  return [...finished, candles.current()].filter((candle) => candle !== null);
}

/** Told by the names of the columns; Binance's files of trades have none, and end with a true or false that no bar has. */
function isOfTrades(firstLine: string, columns: readonly string[] | undefined): boolean {
  const first = csvFields(firstLine).map((name) => name.trim().toLowerCase());
  const names = columns ?? first;
  return (names.includes('price') && !names.includes('open')) || /^(?:true|false)$/.test(first.at(-1) ?? '');
}

/** Makes bars of `to` from a base of trades or of shorter bars, whose interval is told by their times. Throws with what is wrong. */
export function makeBars(folder: string, source: CandleSource, from: Interval | undefined, to: Interval): MadeBars {
  const { lines, symbol, columns } = tableOf(folder, source);
  if (isOfTrades(lines[0] ?? '', columns)) {
    const trades = readAll(
      tradeTable({ digits: { price: candleVectorDigits.price, size: candleVectorDigits.volume }, symbol, columns }),
      lines,
    );
    return { bars: fromTrades(trades, to), startMs: trades[0]?.atMs ?? 0, endMs: (trades.at(-1)?.atMs ?? 0) + 1 };
  }
  const base = readAll(candleTable({ interval: from ?? '1s', digits: candleVectorDigits, symbol, columns }), lines);
  const told = from ?? longestCommonInterval(base.map(({ openTimeMs }) => openTimeMs)) ?? '1s';
  const interval = from === undefined && base.length <= 1 && intervalMs(told) > intervalMs(to) ? to : told;
  const endMs = (base.at(-1)?.openTimeMs ?? 0) + intervalMs(interval);
  return { bars: resample(base, interval, to), startMs: base[0]?.openTimeMs ?? 0, endMs };
}
