import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MarketHistory } from './marketHistory.ts';
import { dayMs, digits, firstMs, rowsOf, sampleCandle, sampleTrades } from './testing/samples.ts';
import { tradeColumns, tradeRows } from './tradeBlock.ts';
import { dayOf } from './tradePartitions.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const name = { venue: 'binance', symbol: 'BTCUSDT' };
/** From the first trade to the end of that many days. */
const span = (days: number) => [firstMs, firstMs + days * dayMs] as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'history-'));
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

describe('trades', () => {
  it('come back as they were, over days, small commits and a restart', () => {
    const series = history.series(name, digits);
    const given = sampleTrades(1, 60_000, 1);
    const rows = rowsOf([given]);
    for (let from = 0; from < rows.length; from += 777) {
      history.appendTrades(series, tradeColumns(rows.slice(from, from + 777)));
      history.commit();
    }
    reopen();
    expect(history.days().length).toBeGreaterThan(1);
    expect(rowsOf(history.trades(series, ...span(3)))).toEqual(rows);
    expect(history.check()).toEqual([]);
  });

  it('are cut to the stretch that is asked for', () => {
    const series = history.series(name, digits);
    const given = sampleTrades(2, 20_000, 5);
    history.appendTrades(series, given);
    history.commit();
    const from = firstMs + 20 * 60_000;
    const to = firstMs + 61 * 60_000;
    const wanted = rowsOf([given]).filter(({ atMs }) => atMs >= from && atMs < to);
    expect(wanted.length).toBeGreaterThan(1000);
    expect(rowsOf(history.trades(series, from, to))).toEqual(wanted);
  });

  it('that came late are put in order, equal times as they came', () => {
    const series = history.series(name, digits);
    const rows = rowsOf([sampleTrades(3, 3_000)]);
    const late = [...rows.slice(1000), ...rows.slice(0, 1000)];
    history.appendTrades(series, tradeColumns(late));
    history.commit();
    const found = rowsOf(history.trades(series, ...span(1)));
    const byTime = [...late].sort((first, second) => first.atMs - second.atMs);
    expect(found).toEqual(byTime);
  });

  it('keep every digit beyond the safe integers, ids that are text, and what the venue does not say', () => {
    const series = history.series(name, digits);
    const rows = [
      { id: 'a-1', atMs: firstMs, price: 10n ** 30n + 1n, size: 1n, takerBuys: null },
      { id: null, atMs: firstMs + 1, price: 2n, size: 2n ** 60n, takerBuys: true },
    ];
    history.appendTrades(series, tradeColumns(rows));
    history.appendTrades(
      series,
      tradeColumns([{ id: '00', atMs: firstMs + 2, price: 3n, size: 3n, takerBuys: false }]),
    );
    history.commit();
    expect(rowsOf(history.trades(series, ...span(1)))).toEqual([
      ...rows,
      { id: '00', atMs: firstMs + 2, price: 3n, size: 3n, takerBuys: false },
    ]);
  });

  it('of series are apart', () => {
    const one = history.series(name, digits);
    const two = history.series({ ...name, symbol: 'ETHUSDT' }, digits);
    history.appendTrades(one, sampleTrades(4, 100));
    history.appendTrades(two, sampleTrades(5, 200));
    history.commit();
    expect(rowsOf(history.trades(one, ...span(1)))).toEqual(rowsOf([sampleTrades(4, 100)]));
    expect(rowsOf(history.trades(two, ...span(1)))).toEqual(rowsOf([sampleTrades(5, 200)]));
  });

  it('of more days than can be attached at once are stored whole', () => {
    const series = history.series(name, digits);
    const rows = Array.from({ length: 25 }, (_, day) => {
      return { id: null, atMs: firstMs + day * dayMs, price: BigInt(day), size: 1n, takerBuys: null };
    });
    history.appendTrades(series, tradeColumns(rows));
    history.commit();
    expect(history.days().length).toBe(25);
    expect(rowsOf(history.trades(series, ...span(30)))).toEqual(rows);
  });

  it('that are too old are forgotten with their file', () => {
    const series = history.series(name, digits);
    history.appendTrades(series, sampleTrades(6, 50_000, 1));
    history.commit();
    const [oldest = '', second = ''] = history.days();
    const left = rowsOf(history.trades(series, ...span(3))).filter(({ atMs }) => dayOf(atMs) >= second);
    expect(history.dropTradesBefore(second)).toBeGreaterThan(10_000);
    reopen();
    expect(readdirSync(folder).some((file) => file.includes(oldest))).toBe(false);
    expect(rowsOf(history.trades(series, ...always))).toEqual(left);
  });
});

describe('an import', () => {
  const source = { name: 'trades.csv.gz', sizeBytes: 10, fingerprint: 'f' };

  it('goes on where it stopped', () => {
    const series = history.series(name, digits);
    const begun = history.importOf(source);
    expect(begun).toMatchObject({ position: null, rows: 0, finished: false });
    history.appendTrades(series, sampleTrades(7, 100));
    history.commit({ id: begun.id, position: () => ({ byte: 5 }), rows: 100, finished: false });
    reopen();
    expect(history.importOf(source)).toEqual({ id: begun.id, position: { byte: 5 }, rows: 100, finished: false });
  });

  it('of more days than can be attached is finished at the next start when it was cut short', () => {
    const series = history.series(name, digits);
    const rows = Array.from({ length: 20 }, (_, day) => {
      return { id: null, atMs: firstMs + day * dayMs, price: BigInt(day), size: 1n, takerBuys: null };
    });
    history.appendTrades(series, tradeColumns(rows));
    // Where the third day's file belongs is a folder: the move there fails, as a crash would stop it.
    const blocked = join(folder, `trades-${dayOf(firstMs + 10 * dayMs)}.sqlite`);
    mkdirSync(blocked);
    expect(() => history.commit()).toThrowError(expect.objectContaining({ name: 'ExpectedError' }));
    expect(history.days().length).toBe(8);
    rmSync(blocked, { recursive: true });
    reopen();
    expect(history.days().length).toBe(20);
    expect(rowsOf(history.trades(series, ...span(30)))).toEqual(rows);
  });

  it('leaves what waits when it cannot be stored, and stores it once there is room', () => {
    const series = history.series(name, digits);
    history.close();
    history = new MarketHistory(folder, { leastFreeBytes: Number.MAX_SAFE_INTEGER });
    history.appendTrades(series, sampleTrades(8, 10));
    expect(() => history.commit()).toThrowError(expect.objectContaining({ code: 'HISTORY_DISK_LOW' }));
    expect(() => history.close()).toThrowError(expect.objectContaining({ code: 'HISTORY_DISK_LOW' }));
    history = new MarketHistory(folder);
    expect(rowsOf(history.trades(series, ...always))).toEqual([]);
  });
});

describe('candles', () => {
  const bars = Array.from({ length: 5_000 }, (_, i) => sampleCandle(firstMs + i * 60_000, 1000 + i));

  it('come back as they were, nulls too, and as a chart draws them', () => {
    const series = history.series(name, digits);
    history.appendCandles(series, '1m', bars, 'keep');
    expect(history.commit()).toEqual({ added: 5_000, same: 0, differing: 0 });
    reopen();
    expect([...history.candles(series, '1m', ...always)]).toEqual(bars);
    const from = firstMs + 100 * 60_000;
    const chart = history.chart(series, '1m', from, from + 3 * 60_000);
    expect([...chart.timeS]).toEqual([from / 1000, from / 1000 + 60, from / 1000 + 120]);
    expect([...chart.close]).toEqual([11.01, 11.02, 11.03]);
    expect([...chart.volume]).toEqual([1.23456789, 1.23456789, 1.23456789]);
  });

  it('that are put again are counted and not doubled; a differing one is kept or replaced as asked', () => {
    const series = history.series(name, digits);
    history.appendCandles(series, '1m', bars.slice(0, 10), 'keep');
    history.commit();
    const changed = { ...sampleCandle(firstMs, 1000), close: 999n };
    history.appendCandles(series, '1m', [changed, ...bars.slice(1, 12)], 'keep');
    expect(history.commit()).toEqual({ added: 2, same: 9, differing: 1 });
    expect([...history.candles(series, '1m', ...always)]).toEqual(bars.slice(0, 12));
    history.appendCandles(series, '1m', [changed], 'replace');
    expect(history.commit()).toEqual({ added: 0, same: 0, differing: 1 });
    expect([...history.candles(series, '1m', ...always)][0]).toEqual(changed);
  });

  it('that are missing stay missing', () => {
    const series = history.series(name, digits);
    const holes = bars.filter((_, i) => i % 7 !== 0);
    history.appendCandles(series, '1m', holes, 'keep');
    history.commit();
    expect([...history.candles(series, '1m', ...always)]).toEqual(holes);
  });

  it('that are too old are forgotten by whole blocks', () => {
    const series = history.series(name, digits);
    history.appendCandles(series, '1m', bars, 'keep');
    history.commit();
    const dropped = history.dropCandlesBefore('1m', firstMs + 4_500 * 60_000);
    expect(dropped).toBeGreaterThan(0);
    expect([...history.candles(series, '1m', ...always)]).toEqual(bars.slice(dropped));
  });
});

describe('files', () => {
  function writeSome(): string {
    const series = history.series(name, digits);
    history.appendTrades(series, sampleTrades(9, 30_000));
    history.commit();
    history.close();
    return join(folder, `trades-${dayOf(firstMs)}.sqlite`);
  }

  it('of another program are refused and left as they were', () => {
    const file = writeSome();
    const other = new Database(join(folder, 'other.sqlite'));
    other.exec('CREATE TABLE theirs (a)');
    other.close();
    const theirs = readFileSync(join(folder, 'other.sqlite'));
    writeFileSync(file, theirs);
    history = new MarketHistory(folder);
    const [series] = history.allSeries();
    if (series === undefined) throw new Error('the series is gone');
    expect(() => rowsOf(history.trades(series, ...span(1)))).toThrowError(
      expect.objectContaining({ code: 'HISTORY_FOREIGN' }),
    );
    expect(readFileSync(file).equals(theirs)).toBe(true);
  });

  it.each([
    ['truncated', (file: string) => truncateSync(file, 10_000)],
    [
      'overwritten',
      (file: string) => {
        const bytes = readFileSync(file);
        bytes.fill(0xa5, 20_000, 24_000);
        writeFileSync(file, bytes);
      },
    ],
    ['missing', (file: string) => rmSync(file)],
    ['text', (file: string) => writeFileSync(file, 'this is a text file, longer than the magic at its start')],
  ])('that are %s are reported with what to do, and the others stay readable', (_, damage) => {
    damage(writeSome());
    history = new MarketHistory(folder);
    const [series] = history.allSeries();
    if (series === undefined) throw new Error('the series is gone');
    expect(history.check().length).toBeGreaterThan(0);
    expect(() => rowsOf(history.trades(series, ...span(1)))).toThrowError(
      expect.objectContaining({ code: 'HISTORY_CORRUPT', advice: expect.stringMatching(/import/) }),
    );
    history.appendCandles(series, '1m', [sampleCandle(firstMs, 1)], 'keep');
    expect(history.commit().added).toBe(1);
  });

  it('of a newer version are refused', () => {
    writeSome();
    const database = new Database(join(folder, 'catalog.sqlite'));
    const version = Number(database.pragma('user_version', { simple: true }));
    database.pragma('user_version = 9999');
    database.close();
    expect(() => new MarketHistory(folder)).toThrowError(expect.objectContaining({ code: 'HISTORY_NEWER_VERSION' }));
    const again = new Database(join(folder, 'catalog.sqlite'));
    again.pragma(`user_version = ${version}`);
    again.close();
    history = new MarketHistory(folder);
  });

  it('refuse a series with other digits', () => {
    history.series(name, digits);
    expect(() => history.series(name, { ...digits, price: 3 })).toThrowError(
      expect.objectContaining({ code: 'HISTORY_DIGITS' }),
    );
  });
});

it('reads rows back from columns', () => {
  const columns = sampleTrades(10, 5);
  expect(tradeColumns([...tradeRows(columns)]).atMs).toEqual(columns.atMs);
});
