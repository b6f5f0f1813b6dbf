import { basename, dirname } from 'node:path';
import type { Candle } from '../candles/candle.ts';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import { RowReport } from '../candles/rowReport.ts';
import type { Clock } from '../domain/clock.ts';
import { ExpectedError } from '../domain/errors.ts';
import { BookTable, type BookTableKind, bookTableKind, protocolOfTable } from './bookTable.ts';
import { candleTable, venueColumns } from './candleTable.ts';
import { csvFields } from './csvLine.ts';
import { fileSource } from './fileSource.ts';
import type { ImportContent } from './importJob.ts';
import { importParquet, isParquet } from './importParquet.ts';
import { recogniseRecording } from './recogniseRecording.ts';
import type { RowReader } from './rowReader.ts';
import { tradeTable } from './tradeTable.ts';
import { firstText } from './unpacked.ts';

/** In what order columns stand: as the file's own header says, or as a venue writes them. */
export type ColumnOrder = 'named' | keyof typeof venueColumns;

/** What a file looks like by its first rows; what cannot be told is left to a person. */
export interface Recognition {
  readonly content: ImportContent | null;
  readonly columnOrder: ColumnOrder;
  /** Another order would fit as well. */
  readonly orderUncertain: boolean;
  /** Whether the file names the series of its rows. */
  readonly namesSeries: boolean;
  /** Some of the series that it names. */
  readonly series: readonly string[];
  /** By the name of the file and its folder; empty where they say nothing. */
  readonly venue: string;
  readonly symbol: string;
  /** In words, what was seen. */
  readonly detail: string;
}

interface Found extends Omit<Recognition, 'venue' | 'symbol'> {
  /** Whose it is by its content, where that tells. */
  readonly venue?: string;
}

const sampleBytes = 262_144;
const shownSeries = 5;
const longestSymbol = 64;
const knownVenues = ['binance', 'bitfinex', 'bybit', 'coinbase', 'kraken', 'okx', 'bitstamp', 'hyperliquid'];
const digits = { price: 18, size: 18 };
const unknown = { columnOrder: 'named', orderUncertain: false, namesSeries: false, series: [] } as const;

/** Looks at the beginning of a file. @throws ExpectedError IMPORT_DAMAGED, IMPORT_ARCHIVE, IMPORT_UNREADABLE */
export async function recogniseFile(file: string, clock: Clock): Promise<Recognition> {
  const found = await look(file, clock);
  const place = `${basename(dirname(file))} ${basename(file)}`.toLowerCase();
  const venue =
    found.venue ?? (found.content?.kind === 'blocks' ? '' : (knownVenues.find((each) => place.includes(each)) ?? ''));
  const symbol = found.namesSeries ? '' : (/^(?=\d*[A-Z])([A-Z0-9]{5,20})(?=[_.-])/.exec(basename(file))?.[1] ?? '');
  return { ...found, venue, symbol };
}

async function look(file: string, clock: Clock): Promise<Found> {
  if (await isParquet(file)) return recogniseLines(await parquetLines(file, clock));
  const text = await firstText(fileSource(file), sampleBytes);
  if (text === '') return { ...unknown, content: null, detail: 'an empty file' };
  const all = text.split(/\r?\n/);
  // The last line may be cut.
  const lines = text.length < sampleBytes || all.length === 1 ? all : all.slice(0, -1);
  const recording = foundRecording(lines);
  if (recording !== null) return recording;
  return /^\s*[[{]/.test(text) ? recogniseJson(text) : recogniseLines(lines);
}

function foundRecording(lines: readonly string[]): Found | null {
  const found = recogniseRecording(lines);
  if (found === null) return null;
  const { protocol, venue, series, detail } = found;
  const names = series.map((each) => each.slice(0, longestSymbol));
  const content = { kind: 'recording', protocol } as const;
  return { ...unknown, content, namesSeries: names.length > 0, series: names.slice(0, shownSeries), venue, detail };
}

function recogniseJson(text: string): Found {
  const has = (name: RegExp): boolean => name.test(text);
  const kinds = [
    has(/"(?:action|traceAddress|trace_address)"/) ? 'traces' : '',
    has(/"(?:cumulativeGasUsed|cumulative_gas_used)"/) ? 'receipts' : '',
    has(/"(?:timestamp|block_timestamp|blockTimestamp|parentHash|base_fee_per_gas)"/) ? 'blocks' : '',
  ].filter((kind) => kind !== '');
  if (kinds.length === 0)
    return { ...unknown, content: null, detail: 'JSON, but no traces, receipts or blocks at its beginning' };
  return {
    ...unknown,
    content: { kind: 'blocks', chain: 1 },
    namesSeries: true,
    detail: `JSON with ${kinds.join(', ')}`,
  };
}

/** What lines of a table hold. */
export function recogniseLines(lines: readonly string[]): Found {
  const header = csvFields(lines[0] ?? '');
  const kind = bookTableKind(header.map((name) => name.trim().toLowerCase()));
  if (kind !== null) return booksIn(kind, lines);
  const fields = header.length;
  const isTrades = tradesIn(lines);
  if (isTrades !== null) return isTrades;
  const named = candlesIn(lines, 'named');
  if (named !== null) return named;
  const order =
    fields === venueColumns.bitfinex.length ? 'bitfinex' : fields === venueColumns.bybit.length ? 'bybit' : null;
  const guessed = order === null ? null : candlesIn(lines, order);
  if (guessed !== null) return { ...guessed, orderUncertain: true };
  const isBare = lines.slice(1).every((line) => line.trim() === '') && !/\d/.test(lines[0] ?? '');
  const detail = isBare ? 'a table without rows' : `a table of ${fields} columns, of which too few are known`;
  return { ...unknown, content: null, detail };
}

const bookTableNames: Readonly<Record<BookTableKind, string>> = {
  changes: 'changes of order books',
  snapshots: 'snapshots of order books',
  quotes: 'best quotes',
  depth: 'diffs of order books with their ids',
};

function booksIn(kind: BookTableKind, lines: readonly string[]): Found {
  const table = new BookTable(protocolOfTable(kind), () => undefined);
  const messages = [...lines.flatMap((line) => table.read(line)), ...table.end()];
  const names = messages.map(({ text }) => /"(?:product_id|s)":"([^"]{1,64})"/.exec(text)?.[1] ?? '');
  const series = [...new Set(names)].filter((name) => name !== '').slice(0, shownSeries);
  const place = csvFields(lines[0] ?? '').indexOf('exchange');
  const exchange = place < 0 ? undefined : csvFields(lines[1] ?? '')[place]?.slice(0, longestSymbol);
  const found = {
    ...unknown,
    content: { kind: 'books' },
    namesSeries: true,
    series,
    detail: bookTableNames[kind],
  } as const;
  return exchange === undefined || exchange === '' ? found : { ...found, venue: exchange };
}

function tradesIn(lines: readonly string[]): Found | null {
  const reader = tradeTable({ digits });
  const rows = readAll(reader, lines);
  // Without a header only the taker's side tells a table of trades from others of as many columns.
  const sure = reader.save().header?.includes('price') === true && rows?.every(({ value }) => value.price > 0n);
  if (rows === null || rows.length === 0 || sure !== true) return null;
  const isPlaced = /^"?[\d-]/.test(lines[0] ?? '');
  if (isPlaced && rows.some(({ value }) => value.takerBuys === null)) return null;
  const common = { ...seriesOf(rows), columnOrder: 'named', orderUncertain: false } as const;
  return isBackwards(reader.report)
    ? { ...common, content: null, detail: backwards }
    : { ...common, content: { kind: 'trades' }, detail: 'single trades' };
}

const backwards = 'rows that are older than those above them: sort them by time, the oldest first';

function isBackwards(report: RowReport): boolean {
  return 2 * report.count('outOfOrder') > report.rows;
}

function candlesIn(lines: readonly string[], order: ColumnOrder): Found | null {
  const reader = candleTable({ interval: '1s', columns: columnsOf(order) });
  const rows = readAll<Candle>(reader, lines);
  const [problem] = reader.report.findings;
  if (rows?.length === 0 && order === 'named' && problem !== undefined)
    return {
      ...unknown,
      content: null,
      detail: `bars, of which none can be used: line ${problem.row}: ${problem.problem}`,
    };
  if (rows === null || rows.length === 0) return null;
  if (isBackwards(reader.report)) return { ...unknown, ...seriesOf(rows), content: null, detail: backwards };
  if (rows.length === 1)
    return { ...unknown, ...seriesOf(rows), content: null, detail: 'one bar, whose length it does not tell' };
  const interval = usualInterval(rows.map(({ symbol, value }) => ({ symbol, atMs: value.openTimeMs })));
  const common = { ...seriesOf(rows), columnOrder: order, orderUncertain: false };
  if (interval === null) return { ...common, content: null, detail: 'bars of a length that is not kept' };
  return { ...common, content: { kind: 'candles', interval }, detail: `bars of ${interval}` };
}

/** null where the columns are not those of the reader. */
function readAll<Value>(
  reader: RowReader<Value>,
  lines: readonly string[],
): readonly { readonly symbol: string; readonly value: Value }[] | null {
  try {
    return lines.flatMap((line) => reader.read(line) ?? []);
  } catch (error) {
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}

function seriesOf(rows: readonly { readonly symbol: string }[]): Pick<Found, 'namesSeries' | 'series'> {
  const names = [...new Set(rows.map(({ symbol }) => symbol))].filter((name) => name !== '');
  return { namesSeries: names.length > 0, series: names.slice(0, shownSeries) };
}

/** The length by which most rows of a series follow each other; where each has one row, the longest at whose bounds all open. */
function usualInterval(rows: readonly { readonly symbol: string; readonly atMs: number }[]): Interval | null {
  const counts = new Map<number, number>();
  const last = new Map<string, number>();
  for (const { symbol, atMs } of rows) {
    const before = last.get(symbol);
    if (before !== undefined) counts.set(atMs - before, (counts.get(atMs - before) ?? 0) + 1);
    last.set(symbol, atMs);
  }
  const [usual] = [...counts].sort(([, first], [, second]) => second - first);
  if (usual !== undefined) return intervals.find((each) => intervalMs(each) === usual[0]) ?? null;
  return intervals.findLast((each) => rows.every(({ atMs }) => atMs % intervalMs(each) === 0)) ?? null;
}

/** The columns' names in this order; none where the file says them itself. */
export function columnsOf(order: ColumnOrder): readonly string[] | undefined {
  return order === 'named' ? undefined : venueColumns[order];
}

/** The header and first rows of a Parquet file as lines. */
async function parquetLines(file: string, clock: Clock): Promise<readonly string[]> {
  const lines: string[] = [];
  const collector: RowReader<never> = {
    report: new RowReport(),
    read: (line) => {
      lines.push(line);
      return null;
    },
    save: () => ({ line: lines.length, header: null, report: new RowReport().save(), checks: {} }),
  };
  for await (const _batch of importParquet(file, () => collector, { clock })) break;
  return lines;
}
