import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { bookPaperOrderSchema, bookPaperReportSchema } from '../../app/contract/bookPaper.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import { writtenBookMs as hour, writeBook } from '../../app/history/testing/writtenBook.ts';
import { tradeOnBook } from './bookPaper.ts';
import { bookPaperText } from './bookPaperText.ts';

const latencies = { samplesNs: [2_000_000], source: 'measured <here>' };
const ask = {
  venue: 'v',
  symbol: 'X',
  makerPpm: -100,
  takerPpm: 1_000,
  queueRule: 'conservative' as const,
  seed: 1,
  orders: [
    { side: 'buy' as const, kind: 'market' as const, price: null, size: '3', atMs: hour + 10, cancelAfterMs: null },
    { side: 'buy' as const, kind: 'limit' as const, price: '99.5', size: '1.25', atMs: hour + 10, cancelAfterMs: 500 },
  ],
};
let history: MarketHistory;

beforeEach(() => {
  history = writeBook(mkdtempSync(join(tmpdir(), 'book-paper-')));
});
afterEach(() => history.close());

it('fills in parts, behind the queue and by its own impact, with fees and measured latency, all of it PAPER', () => {
  const report = bookPaperReportSchema.parse(tradeOnBook(history, ask, latencies));
  expect(report).toMatchObject({ mode: 'PAPER', latency: { source: 'measured <here>', samples: 1, medianMs: 2 } });
  const [market, limit] = report.orders;
  expect(market).toMatchObject({ end: 'filled', filled: '3', takerSize: '3', fee: '0.301', cameMs: hour + 12 });
  expect(market?.fills.map(({ price, size }) => [price, size])).toEqual([
    ['100', '2'],
    ['101', '1'],
  ]);
  expect(market?.impactBps).toBeCloseTo(1e4 / 300, 6);
  // 1 stood before it: of 1.5 that were traded there 0.5 came to us.
  expect(limit).toMatchObject({ end: 'cancelled', filled: '0.5', open: '0.75', ahead: '1', fee: '-0.004975' });
  expect(report).toMatchObject({ baseChange: '3.5', quoteChange: '-351.046025', fees: '0.296025' });
  const text = bookPaperText(report);
  expect(text).toMatch(/^PAPER {2}v X/);
  expect(text).toContain('2. buy limit 99.5: cancelled; filled 0.5 of 1.25 at 99.5');
});

it('takes cancels at our price as the chosen rule says', () => {
  const series = history.allSeries()[0];
  if (series === undefined) throw new Error('no series');
  const unit = 10n ** 18n;
  const { id } = history.importOf({ name: 'm', sizeBytes: 1, fingerprint: 'g' });
  const bid = (afterMs: number, size: bigint) => ({ atMs: hour + afterMs, change: 'bid' as const, size });
  // 2 join behind ours, then 1 of the 3 others is cancelled, then 1.5 are sold.
  const rows = [bid(30, 3n * unit), bid(60, 2n * unit)].map((row) => ({ ...row, price: (199n * unit) / 2n }));
  history.appendBook(series, 'levels', rows, id);
  history.commit({ id, position: () => null, rows: 2, finished: true });
  const order = { ...ask.orders[1], side: 'buy' as const, kind: 'limit' as const, price: '99.5', size: '1.25' };
  const filled = (queueRule: 'conservative' | 'proportional') =>
    tradeOnBook(history, { ...ask, queueRule, orders: [{ ...order, atMs: hour + 10, cancelAfterMs: 500 }] }, latencies)
      .orders[0]?.filled;
  expect(filled('conservative')).toBe('0.5');
  expect(filled('proportional')).toMatch(/^0\.8333/);
});

it('says what is not kept, and when it was not recorded', () => {
  const refused = (given: object) => () => tradeOnBook(history, { ...ask, ...given }, latencies);
  expect(refused({ symbol: 'Y' })).toThrow(expect.objectContaining({ code: 'BOOK_UNKNOWN' }));
  const orders = ask.orders.map((order) => ({ ...order, atMs: hour - 1 }));
  expect(refused({ orders })).toThrow(expect.objectContaining({ code: 'BOOK_PAPER_TIME' }));
  const nothing = ask.orders.map((order) => ({ ...order, size: '0.0' }));
  expect(refused({ orders: nothing })).toThrow(expect.objectContaining({ code: 'BOOK_PAPER_NOTHING' }));
  const priced = { ...ask, orders: [{ ...ask.orders[0], price: '1' }] };
  expect(bookPaperOrderSchema.safeParse(priced).success).toBe(false);
});
