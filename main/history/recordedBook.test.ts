import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bookMeasureNames, bookMomentSchema, bookSeriesSchema } from '../../app/contract/recordedBook.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import { writeBook, writtenBookMs } from '../../app/history/testing/writtenBook.ts';
import { bookMoment, bookSeries } from './recordedBook.ts';

let folder: string;
let history: MarketHistory;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'recorded-book-'));
  history = writeBook(folder);
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true });
});

const market = { venue: 'v', symbol: 'X' } as const;
const at = (afterMs: number | null, more: object = {}) =>
  bookMomentSchema.parse(
    bookMoment(history, {
      ...market,
      atMs: afterMs === null ? null : writtenBookMs + afterMs,
      levels: 10,
      trades: 10,
      ...more,
    }),
  );

test('a book as it stood, with the trades up to then', () => {
  const first = at(null);
  expect(first).toMatchObject({
    firstMs: writtenBookMs,
    lastMs: writtenBookMs + 900,
    atMs: writtenBookMs,
    changedMs: writtenBookMs,
    state: 'whole',
    bids: [{ price: '99.5', size: '1' }],
    asks: [
      { price: '100', size: '2' },
      { price: '101', size: '2' },
    ],
    trades: [],
  });
  expect(first.figures).toMatchObject({ mid: 99.75, imbalanceFive: -0.6, bidDepth: 1, askDepth: 4 });
  expect(first.figures.spreadBps).toBeCloseTo((0.5 / 99.75) * 1e4, 9);
  const later = at(899);
  expect(later).toMatchObject({ changedMs: writtenBookMs, atMs: writtenBookMs + 899 });
  expect(later.trades).toEqual([{ atMs: writtenBookMs + 100, price: '99.5', size: '1.5', takerBuys: false }]);
  expect(at(900).bids).toHaveLength(2);
  expect(at(900, { levels: 1, trades: 0 })).toMatchObject({ bids: [{ price: '99.5' }], trades: [] });
});

test('a time outside the recording is its nearest; a market without a book is refused in words', () => {
  expect(at(-5_000_000).atMs).toBe(writtenBookMs);
  expect(at(5_000_000).atMs).toBe(writtenBookMs + 900);
  expect(() => at(0, { symbol: 'Y' })).toThrow(expect.objectContaining({ code: 'BOOK_UNKNOWN' }));
});

test('a book that was lost shows nothing until it is stated anew', () => {
  const series = history.allSeries()[0];
  if (series === undefined) throw new Error('no series');
  const nothing = { price: 0n, size: 0n };
  const { id } = history.importOf({ name: 'm', sizeBytes: 1, fingerprint: 'g' });
  history.appendBook(series, 'levels', [{ atMs: writtenBookMs + 5000, change: 'lost', ...nothing }], id);
  history.commit({ id, position: () => null, rows: 1, finished: true });
  expect(at(5000)).toMatchObject({ state: 'lost', bids: [], asks: [], figures: { mid: null, spreadBps: null } });
  expect(at(4999).state).toBe('whole');
});

test('a book is found from where it was stated last: in these ten minutes, those before, or an older import in the hour', () => {
  const series = history.allSeries()[0];
  if (series === undefined) throw new Error('no series');
  const unit = 10n ** 18n;
  const minute = 60_000;
  const row = (minutes: number, change: 'bid' | 'ask' | 'whole', price: bigint, size: bigint) => ({
    atMs: writtenBookMs + minutes * minute,
    change,
    price: price * unit,
    size: size * unit,
  });
  const { id } = history.importOf({ name: 'm', sizeBytes: 1, fingerprint: 'g' });
  const rows = [
    row(25, 'bid', 98n, 3n),
    row(35, 'whole', 0n, 0n),
    row(35, 'bid', 90n, 1n),
    row(35, 'ask', 95n, 1n),
    row(38, 'ask', 94n, 2n),
    row(49, 'bid', 91n, 5n),
  ];
  history.appendBook(series, 'levels', rows, id);
  history.commit({ id, position: () => null, rows: rows.length, finished: true });
  const pricesAt = (minutes: number) => {
    const { state, bids, asks } = at(minutes * minute);
    return [state, bids.map(({ price }) => price), asks.map(({ price }) => price)];
  };
  expect(pricesAt(12)).toEqual(['whole', ['99.5', '99'], ['100', '101']]);
  expect(pricesAt(26)).toEqual(['whole', ['99.5', '99', '98'], ['100', '101']]);
  expect(pricesAt(37)).toEqual(['whole', ['90'], ['95']]);
  expect(pricesAt(48)).toEqual(['whole', ['90'], ['94', '95']]);
  expect(pricesAt(49)).toEqual(['whole', ['91', '90'], ['94', '95']]);
  const spanned = (from: number, to: number) =>
    bookSeries(history, {
      ...market,
      fromMs: writtenBookMs + from * minute,
      toMs: writtenBookMs + to * minute,
      points: 3,
    }).mid;
  expect(spanned(37, 49)).toEqual([92, 92, 92]);
  expect(spanned(33, 39)).toEqual([99.75, 92.5, 92]);
});

test('measures over time, with the size whose impact they tell', () => {
  const series = bookSeriesSchema.parse(
    bookSeries(history, { ...market, fromMs: writtenBookMs, toMs: writtenBookMs + 1000, points: 4 }),
  );
  expect(series).toMatchObject({ stepMs: 250, firstMs: writtenBookMs + 250, impactSize: '15', changes: 2, trades: 1 });
  expect(Object.keys(series.measures)).toEqual([...bookMeasureNames]);
  expect(series.mid).toEqual([99.75, 99.75, 99.75, 99.75]);
  expect(series.measures.bidDepth).toEqual([1, 1, 1, 2]);
  // Nobody asks for so much, and no second price came that would settle a mark-out.
  expect(series.measures.impactBuy).toEqual([null, null, null, null]);
  expect(series.measures.markOut1).toEqual([null, null, null, null]);
  // One that joined the bid behind 1 is reached by the 1.5 that are sold after 100 ms.
  expect(series.measures.queueWait).toEqual([0.1, null, null, null]);
});
