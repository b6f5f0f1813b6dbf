import { expect, test } from 'vitest';
import { candleTable, venueColumns } from './candleTable.ts';
import type { RowReader, SeriesRow } from './rowReader.ts';
import { tradeTable } from './tradeTable.ts';

const one = 10n ** 18n;

function readAll<Value>(reader: RowReader<Value>, text: string): SeriesRow<Value>[] {
  return text.split('\n').flatMap((line) => reader.read(line) ?? []);
}

test('a Binance file without a header, in microseconds, as it is since 2025', () => {
  const line =
    '1735689600000000,93576.00,93610.93,93537.50,93610.93,8.21827,1735689659999999,768978.5,2631,3.95157,369757.3,0';
  expect(readAll(candleTable({ interval: '1m' }), line)).toEqual([
    {
      symbol: '',
      row: 1,
      value: {
        openTimeMs: 1735689600000,
        open: 93576n * one,
        high: (9361093n * one) / 100n,
        low: (935375n * one) / 10n,
        close: (9361093n * one) / 100n,
        volume: (821827n * one) / 100000n,
        quoteVolume: (7689785n * one) / 10n,
        trades: 2631,
        takerVolume: (395157n * one) / 100000n,
        takerQuoteVolume: (3697573n * one) / 10n,
      },
    },
  ]);
});

test('Bitfinex puts the close before the high and the low, by name or by place', () => {
  const row = '1483228860000,10,13,15,9,1.5';
  const named = readAll(candleTable({ interval: '1m' }), `time_ms,open,close,high,low,volume_base\n${row}`);
  const placed = readAll(candleTable({ interval: '1m', columns: venueColumns.bitfinex }), row);
  expect(named[0]?.value).toMatchObject({ open: 10n * one, close: 13n * one, high: 15n * one, low: 9n * one });
  expect(placed).toEqual(named.map((each) => ({ ...each, row: 1 })));
});

test('six columns without a header could be in several orders: refused', () => {
  const reader = candleTable({ interval: '1m' });
  expect(() => reader.read('1483228860000,10,13,15,9,1.5')).toThrow(
    expect.objectContaining({ code: 'IMPORT_COLUMNS' }),
  );
});

test.each([
  ['a header without a close', 'time,open,high,low,volume', 'close'],
  ['a header without a time', 'open,high,low,close,volume', 'time'],
  ['a name that comes twice', 'time,open,open,high,low,close,volume', 'twice'],
  ['no table', '\u0000\u0001PK', 'open'],
])('%s is refused', (_what, header, why) => {
  expect(() => candleTable({ interval: '1m' }).read(header)).toThrow(why);
});

test('each symbol is checked by itself, and one may be chosen', () => {
  const text = [
    'symbol,timestamp_ms,open,high,low,close,volume_base,turnover_quote,date',
    'A,86400000,1,1,1,1,5,5,1970-01-02',
    'A,172800000,1,1,1,1,5,5,1970-01-03',
    'B,86400000,2,2,2,2,5,10,1970-01-02',
    'B,86400000,2,2,2,2,5,10,1970-01-02',
  ].join('\r\n');
  const lines = text.replaceAll('\r', '');
  const all = candleTable({ interval: '1d' });
  expect(readAll(all, lines).map(({ symbol, value }) => [symbol, value.openTimeMs])).toEqual([
    ['A', 86_400_000],
    ['A', 172_800_000],
    ['B', 86_400_000],
  ]);
  expect(all.report.findings).toMatchObject([{ row: 5, problem: 'duplicate' }]);
  expect(readAll(candleTable({ interval: '1d', symbol: 'B' }), lines)).toHaveLength(1);
});

test('every bad row is named by its line and its reason, and the others are read', () => {
  const reader = candleTable({ interval: '1m', digits: { price: 2, volume: 8, quoteVolume: 8 } });
  const rows = readAll(
    reader,
    [
      '\ufeffTime, Open,High,Low,Close,Volume',
      '1483228860000,5,6,4,5,1',
      '1483228920000,5,6,4,five,1',
      '1483228920000,5,6,4,5.001,1',
      '1483228920000,5,6,4,5',
      'yesterday,5,6,4,5,1',
      '1483228920000,5,6,0,5,1',
      '',
      '"1483228920000",5.10,6,4,5,1e-8',
    ].join('\n'),
  );
  expect(rows.map(({ value }) => value.volume)).toEqual([100_000_000n, 1n]);
  expect(reader.report.findings.map(({ row, problem }) => [row, problem])).toEqual([
    [3, 'notNumber'],
    [4, 'tooManyDigits'],
    [5, 'columns'],
    [6, 'badTime'],
    [7, 'notPositive'],
  ]);
  expect([reader.report.rows, reader.report.skipped]).toEqual([7, 5]);
});

test('trades: Binance without a header, others by name; the taker from either side', () => {
  const digits = { price: 2, size: 5 };
  const binance = tradeTable({ digits });
  expect(
    readAll(binance, '4,61837.63,0.02,1236.7,1723161255342,True,True\n6,61837.64,0.1,6183.7,1723161255343,False,True'),
  ).toEqual([
    { symbol: '', row: 1, value: { id: '4', atMs: 1723161255342, price: 6183763n, size: 2000n, takerBuys: false } },
    { symbol: '', row: 2, value: { id: '6', atMs: 1723161255343, price: 6183764n, size: 10000n, takerBuys: true } },
  ]);
  expect(binance.report.findings).toMatchObject([{ row: 2, problem: 'gap' }]);
  const tardis = tradeTable({ digits });
  const header = 'exchange,symbol,timestamp,local_timestamp,id,side,price,amount';
  expect(readAll(tardis, `${header}\nbitmex,XBTUSD,1583020803145000,1583020803307160,ccc3,sell,8531.5,2152`)).toEqual([
    {
      symbol: 'XBTUSD',
      row: 2,
      value: { id: 'ccc3', atMs: 1583020803145, price: 853150n, size: 215200000n, takerBuys: false },
    },
  ]);
});
