import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BookReplay } from '../book/bookReplay.ts';
import { recordedInstruments } from '../book/recordedInstruments.ts';
import { recordedLine } from '../book/recordedLine.ts';
import { type BookVenue, bookVenues } from '../book/venue.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { recordedProtocols } from '../contract/imports.ts';
import { bookStatedEachMs } from '../history/bookRows.ts';
import { MarketHistory } from '../history/marketHistory.ts';
import type { Series } from '../history/series.ts';
import { tradeRows } from '../history/tradeBlock.ts';
import { importIntoHistory } from './importIntoHistory.ts';
import type { ImportJob } from './importJob.ts';
import { steppingClock } from './testing/manualClock.ts';
import { StoredBook } from './testing/storedBook.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const clock = steppingClock(1000);
const counts = { run: 0, skipped: 0 };
const startMs = 1_700_000_000_000;
const unit = 10n ** 18n;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'streams-'));
  history = new MarketHistory(path.join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

afterAll(() => console.log(`recorded streams: ${counts.run} run, ${counts.skipped} skipped`));

function written(name: string, content: string | Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

function only(): Series {
  const [series] = history.allSeries();
  if (series === undefined) throw new Error('no series');
  return series;
}

const job = (file: string, more: Partial<ImportJob> = {}): ImportJob => ({
  file,
  content: { kind: 'recording', protocol: 'binance' },
  venue: 'binance',
  ...more,
});

/** Lines as a recorder writes them whose clock is 1,200 ms behind. */
const at = (ms: number, message: object): string => `${startMs - 1_200 + ms}000000 ${JSON.stringify(message)}`;
const diff = (ms: number, U: number, u: number, b: string[][], a: string[][]): string =>
  at(ms, { stream: 's@depth', data: { e: 'depthUpdate', E: startMs + ms, s: 'AB', U, u, b, a } });
const traded = (ms: number, t: number, p: string, m: boolean): string =>
  at(ms, { e: 'trade', E: startMs + ms, s: 'AB', t, p, q: '0.5', T: startMs + ms, m });
const stated = (ms: number, lastUpdateId: number, bids: string[][], asks: string[][]): string =>
  at(ms, { lastUpdateId, bids, asks });

const session = [
  diff(0, 1, 5, [['10.1', '2']], []),
  stated(
    10,
    5,
    [
      ['10.1', '2'],
      ['10.0', '3'],
    ],
    [['10.3', '4']],
  ),
  traded(20, 100, '10.3', false),
  diff(30, 6, 7, [['10.1', '0']], [['10.2', '1']]),
  at(40, { e: 'aggTrade', E: startMs + 40, s: 'AB', a: 7, p: '10.3', q: '0.5', T: startMs + 20, m: false }),
  at(45, { e: 'something new', s: 'AB' }),
  // One message is missing.
  diff(50, 9, 9, [['10.0', '1']], []),
  'not from the venue',
  `${startMs}000000 {"cut`,
  stated(60, 9, [['10.0', '1']], [['10.2', '1']]),
  // Bids reach the asks.
  diff(70, 10, 10, [['10.2', '1']], []),
  diff(80, 11, 11, [['10.1', '1']], []),
];

test('books, quotes and trades of a stream are kept, and what was odd is said', async () => {
  const report = await importIntoHistory(history, job(written('a.txt', session.join('\n'))), { clock });
  expect(
    [...history.book(only(), 'levels', ...always)].map(({ atMs, change, price, size }) => [
      atMs - startMs,
      change,
      Number(price) / 1e18,
      Number(size) / 1e18,
    ]),
  ).toEqual([
    // The snapshot has no time of its own: it is when it came, by the venue's clock.
    [10, 'whole', 0, 0],
    [10, 'bid', 10.1, 2],
    [10, 'bid', 10, 3],
    [10, 'ask', 10.3, 4],
    [30, 'bid', 10.1, 0],
    [30, 'ask', 10.2, 1],
    [50, 'lost', 0, 0],
    [60, 'whole', 0, 0],
    [60, 'bid', 10, 1],
    [60, 'ask', 10.2, 1],
    [70, 'lost', 0, 0],
  ]);
  expect(
    [...history.book(only(), 'quotes', ...always)].map(({ atMs, ...rest }) => [
      atMs - startMs,
      ...Object.values(rest).map((value) => Number(value) / 1e18),
    ]),
  ).toEqual([
    [10, 10.1, 2, 10.3, 4, 5, 4],
    [30, 10, 3, 10.2, 1, 3, 5],
    [50, 0, 0, 0, 0, 0, 0],
    [60, 10, 1, 10.2, 1, 1, 1],
    [70, 0, 0, 0, 0, 0, 0],
  ]);
  const trades = [...history.trades(only(), ...always)].flatMap((columns) => [...tradeRows(columns)]);
  expect(trades).toEqual([
    { id: '100', atMs: startMs + 20, price: (103n * unit) / 10n, size: unit / 2n, takerBuys: true },
  ]);
  expect(report).toMatchObject({
    series: 1,
    added: 17,
    books: {
      instruments: 1,
      trades: 1,
      quotes: 5,
      levels: 11,
      gaps: 1,
      crossed: 1,
      clockBehindMs: expect.closeTo(1_200, 2),
      unknown: { 'something new': 1 },
      messages: { 'spot diff': 5, 'depth answer': 2, trade: 1, aggTrade: 1 },
    },
    rows: {
      rows: session.length,
      counts: {
        unknownMessage: 1,
        unreadableLine: 1,
        malformed: 1,
        aggregatedTrade: 1,
        bookGap: 1,
        bookCrossed: 1,
        clockBehind: 1,
      },
    },
  });
  expect(report.rows.findings.find(({ problem }) => problem === 'bookGap')).toMatchObject({ row: 7 });
  expect(await importIntoHistory(history, job(path.join(folder, 'a.txt')), { clock })).toEqual({
    ...report,
    doneBefore: true,
  });
});

/** A long stream with seeded changes, snapshots and holes. */
function longSession(messages: number): string[] {
  let state = 7;
  const random = (below: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
  const lines = [stated(0, 10, [['100.00', '5']], [['101.00', '5']])];
  let id = 10;
  for (let i = 1; i <= messages; i += 1) {
    const isHole = random(900) === 0;
    id += isHole ? 2 : 1;
    const bid = `${99 - random(3)}.${10 + random(90)}`;
    const ask = `${101 + random(3)}.${10 + random(90)}`;
    lines.push(diff(i * 2_000, id, id, [[bid, `${random(9)}.5`]], [[ask, `${random(4)}`]]));
    if (i % 3 === 0) lines.push(traded(i * 2_000, i, random(2) === 0 ? bid : ask, random(2) === 0));
    if (isHole) lines.push(stated(i * 2_000 + 1, id, [['100.00', '5']], [['101.00', '5']]));
  }
  return lines;
}

test.each([
  ['stream.txt', false],
  ['stream.txt.gz', true],
])('an import of %s that is stopped again and again stores what one that is not does', async (name, zipped) => {
  const text = longSession(6_000).join('\n');
  const file = written(name, zipped ? gzipSync(text) : text);
  const whole = await importIntoHistory(history, job(file), { clock });
  const rows = () => ({
    levels: [...history.book(only(), 'levels', ...always)],
    quotes: [...history.book(only(), 'quotes', ...always)],
    trades: [...history.trades(only(), ...always)].flatMap((columns) => [...tradeRows(columns)]),
  });
  const wanted = rows();
  expect(wanted.levels.length).toBeGreaterThan(8_000);
  expect(whole.books?.gaps).toBeGreaterThan(2);
  history.close();
  rmSync(path.join(folder, 'history'), { recursive: true });
  let runs = 0;
  for (let after = 1; ; after += 1) {
    history = new MarketHistory(path.join(folder, 'history'));
    let asked = 0;
    const report = await importIntoHistory(history, job(file), { clock, isStopped: () => ++asked >= after });
    runs += 1;
    if (report.doneBefore) {
      expect(report).toEqual({ ...whole, doneBefore: true });
      break;
    }
    history.close();
  }
  expect(runs).toBeGreaterThan(4);
  expect(rows()).toEqual(wanted);
});

test('stored changes make the stored quotes, message by message, from any ten minutes on', async () => {
  await importIntoHistory(history, job(written('a.txt', longSession(6_000).join('\n'))), { clock });
  const quotes = [...history.book(only(), 'quotes', ...always)];
  const fromMs = startMs - (startMs % bookStatedEachMs) + bookStatedEachMs;
  for (const from of [0, fromMs, fromMs + bookStatedEachMs, fromMs + 7 * bookStatedEachMs]) {
    const book = new StoredBook();
    const made: unknown[] = [];
    const changes = [...history.book(only(), 'levels', from, always[1])];
    expect(changes[0]?.change).toBe('whole');
    changes.forEach((change, i) => {
      book.take(change);
      if (changes[i + 1]?.atMs === change.atMs) return;
      const quote = book.quote(change.atMs);
      const last = made.at(-1) as typeof quote | undefined;
      const isSame =
        last !== undefined &&
        (['bid', 'bidSize', 'ask', 'askSize'] as const).every((name) => last[name] === quote[name]);
      if (!isSame) made.push(quote);
    });
    const later = quotes.filter(({ atMs }) => atMs >= from);
    expect(made.slice(-later.length + 1)).toEqual(later.slice(1));
  }
});

test('what another recording has stored of the same book is not stored again', async () => {
  const lines = longSession(4_000);
  await importIntoHistory(history, job(written('middle.txt', [lines[0], ...lines.slice(2_000, 3_000)].join('\n'))), {
    clock,
  });
  const before = [...history.book(only(), 'levels', ...always)];
  const report = await importIntoHistory(history, job(written('all.txt', lines.join('\n'))), { clock });
  expect(report.rows.counts).toMatchObject({ bookOverlap: expect.any(Number), overlap: expect.any(Number) });
  const all = [...history.book(only(), 'levels', ...always)];
  const span = (rows: typeof all) => [rows[0]?.atMs ?? 0, rows.at(-1)?.atMs ?? 0] as const;
  const [fromMs, toMs] = span(before);
  expect(all.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs)).toEqual(before);
  expect(all.find(({ atMs }) => atMs > toMs)?.change).toBe('whole');
});

test('several files are one recording', async () => {
  const stream = session.filter((line) => !line.includes('lastUpdateId'));
  const answers = session.filter((line) => line.includes('lastUpdateId'));
  const file = written('stream.txt', stream.join('\n'));
  const report = await importIntoHistory(history, job(file, { beside: [written('answers.txt', answers.join('\n'))] }), {
    clock,
  });
  expect(report.books).toMatchObject({ levels: 11, quotes: 5, trades: 1 });
});

test('only the series that is asked for is kept, and a nameless one wants a name', async () => {
  const file = written('a.txt', session.join('\n'));
  expect(await importIntoHistory(history, job(file, { symbol: 'XY' }), { clock })).toMatchObject({
    series: 0,
    added: 0,
  });
  const nameless = written('b.txt', stated(0, 1, [['1', '1']], [['2', '1']]));
  await expect(importIntoHistory(history, job(nameless), { clock })).rejects.toMatchObject({ code: 'IMPORT_SYMBOL' });
  expect(await importIntoHistory(history, job(nameless, { symbol: 'AB' }), { clock })).toMatchObject({
    books: { levels: 3 },
  });
});

test('quotes of a stream without books are kept', async () => {
  const quote = (ms: number, b: string) =>
    at(ms, { e: 'bookTicker', u: ms, s: 'AB', b, B: '1', a: '9', A: '2', T: startMs + ms, E: startMs + ms });
  const file = written('q.txt', [quote(1, '7'), quote(2, '7'), quote(3, '8')].join('\n'));
  expect(await importIntoHistory(history, job(file), { clock })).toMatchObject({ books: { quotes: 2, levels: 0 } });
  expect([...history.book(only(), 'quotes', ...always)].map(({ bid }) => bid / unit)).toEqual([7n, 8n]);
});

test('the window offers the protocols that are known', () => {
  expect([...recordedProtocols]).toEqual([...bookVenues]);
});

const recorded: readonly (readonly [BookVenue, string, readonly string[], Readonly<Record<string, number>>])[] = [
  ['binance', 'hftbacktest_binance/spot_btcusdt_20240808.jsonl.gz', ['BTCUSDT'], {}],
  ['binance', 'hftbacktest_binance/usdm_btcusdt_20240808.jsonl.gz', ['BTCUSDT'], {}],
  ['hyperliquid', 'hftbacktest_binance/hyperliquid_btcusd_20250126.jsonl.gz', ['BTC'], {}],
  ['bybit', 'nautilus/bybit_XRPUSDT_ob500_2024-12-01.jsonl.gz', ['XRPUSDT'], {}],
];

describe('recorded streams', () => {
  test.each(recorded)(
    '%s %s: what is stored makes the book that the venue had',
    async (protocol, name, symbols) => {
      const data = recordedDataFolder();
      const file = data === null ? '' : path.join(data, 'orderbook', name);
      if (!existsSync(file)) {
        counts.skipped += 1;
        console.log(`skipped: ${name}: no recorded streams (set SYNDICATE_DATA to their folder)`);
        return;
      }
      const began = performance.now();
      const report = await importIntoHistory(
        history,
        job(file, { content: { kind: 'recording', protocol }, venue: protocol }),
        { clock },
      );
      const tookMs = performance.now() - began;
      expect(history.allSeries().map(({ symbol }) => symbol)).toEqual(symbols);
      expect(report.books).toMatchObject({ unknown: {}, crossed: expect.any(Number) });
      const texts = gunzipSync(readFileSync(file)).toString().split('\n');
      const lines = texts.flatMap((text) => recordedLine(text) ?? []);
      const instruments = recordedInstruments(protocol, lines);
      const replay = new BookReplay(protocol, instruments);
      for (const line of lines) replay.take(line);
      const book = new StoredBook();
      const changes = [...history.book(only(), 'levels', ...always)];
      for (const change of changes) book.take(change);
      const [instrument] = instruments;
      if (instrument === undefined) throw new Error('no instrument');
      const scaleOf = (digits: number) => 10n ** BigInt(18 - digits);
      for (const side of ['bid', 'ask'] as const) {
        const wanted = replay.feed
          .depth(0, side, 100_000)
          .map(({ ticks, size }) => [
            ticks * instrument.tickUnits * scaleOf(instrument.priceDigits),
            size * scaleOf(instrument.sizeDigits),
          ]);
        expect(wanted.length).toBeGreaterThan(10);
        expect(book.levels(side)).toEqual(wanted);
      }
      console.log(
        `${name}: ${lines.length} lines, ${changes.length} changes, ${report.books?.quotes} quotes, ${report.books?.trades} trades in ${Math.round(tookMs)} ms; ${JSON.stringify(report.rows.counts)} ${JSON.stringify(report.books?.messages)}`,
      );
      counts.run += 1;
    },
    120_000,
  );
});
