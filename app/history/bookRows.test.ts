import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BookLevelChange, type BookQuote, bookRowKinds } from './bookRows.ts';
import { MarketHistory } from './marketHistory.ts';
import { digits, firstMs, sampleTrades } from './testing/samples.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'books-'));
  history = new MarketHistory(folder);
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

function reopen(): void {
  history.close();
  history = new MarketHistory(folder);
}

function levelChanges(count: number, fromMs: number, stepMs = 7): BookLevelChange[] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: fromMs + i * stepMs,
    change: (['bid', 'ask', 'whole', 'lost'] as const)[i % 4] ?? 'lost',
    price: i % 4 < 2 ? 10n ** 22n + BigInt(i % 13) * 10n ** 16n : 0n,
    size: i % 4 < 2 ? BigInt(i) * 10n ** 10n + (i % 997 === 0 ? 1n : 0n) : 0n,
  }));
}

test('changes and quotes come back as they were, over days and blocks, beside trades', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const levels = levelChanges(30_000, firstMs);
  const quotes: BookQuote[] = Array.from({ length: 100 }, (_, i) => {
    return {
      atMs: firstMs + i * 2_000_000,
      bid: 1n,
      bidSize: 2n,
      ask: 3n,
      askSize: 2n ** 90n,
      bidDepth: 0n,
      askDepth: 9n,
    };
  });
  for (let from = 0; from < levels.length; from += 7_000) {
    history.appendBook(series, 'levels', levels.slice(from, from + 7_000), 3);
    history.appendTrades(series, sampleTrades(from, 10), 3);
    history.commit();
  }
  history.appendBook(series, 'quotes', quotes, 3);
  history.commit();
  reopen();
  expect([...history.book(series, 'levels', ...always)]).toEqual(levels);
  expect([...history.book(series, 'quotes', ...always)]).toEqual(quotes);
  const [fromMs, toMs] = [levels[9_000]?.atMs ?? 0, levels[9_100]?.atMs ?? 0];
  expect([...history.book(series, 'levels', fromMs, toMs)]).toEqual(levels.slice(9_000, 9_100));
  expect(history.rowSpans('levels').get(series.id)).toMatchObject({ rows: 30_000, firstMs });
  expect(history.rowSpans('trades').get(series.id)).toMatchObject({ rows: 50 });
  expect(history.check()).toEqual([]);
  history.dropTradesBefore('2100-01-01');
  expect([...history.book(series, 'levels', ...always)]).toEqual([]);
});

test('a commit of more days than can be attached keeps them too', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const levels = levelChanges(200, firstMs, 10_000_000);
  history.appendBook(series, 'levels', levels, 1);
  history.commit();
  expect(history.days().length).toBeGreaterThan(20);
  expect([...history.book(series, 'levels', ...always)]).toEqual(levels);
});

test('two sources follow each other by time, each in its own order', () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const all = levelChanges(3_000, firstMs);
  const part = (from: number, to: number, source: number): void => {
    history.appendBook(series, 'levels', all.slice(from, to), source);
    history.commit();
  };
  part(1_000, 2_000, 1);
  part(0, 1_000, 2);
  part(2_000, 3_000, 2);
  expect([...history.book(series, 'levels', ...always)]).toEqual(all);
  const elsewhere = history.bookFromElsewhere(series, 'levels', 2);
  expect(elsewhere).toEqual([{ source: 1, firstMs: all[1_000]?.atMs, lastMs: all[1_999]?.atMs }]);
});

test('a level change takes few bytes', () => {
  const kind = bookRowKinds.levels;
  const block = kind.seal(kind.columnsOf(levelChanges(8_192, firstMs)));
  expect(block.bytes.length).toBeLessThan(8 * 8_192);
  expect([...kind.rowsOf(kind.open(block, 'here'))]).toEqual(levelChanges(8_192, firstMs));
});
