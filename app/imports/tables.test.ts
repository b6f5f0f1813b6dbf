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

test('trades of Binance without a header are told apart by what is true or false', () => {
  const digits = { price: 2, size: 5 };
  const at = 1_723_161_255_342;
  const rows = [
    `4,100.5,0.02,2.01,${at},true,true`,
    `4,100.5,0.02,2.01,${at},true`,
    `4,100.5,0.02,7,9,${at}000,true,true`,
    `4,100.5,0.02,7,9,${at},True`,
  ];
  for (const row of rows)
    expect(readAll(tradeTable({ digits }), row)).toEqual([
      { symbol: '', row: 1, value: { id: '4', atMs: at, price: 10_050n, size: 2_000n, takerBuys: false } },
    ]);
  for (const row of ['4,100.5,0.02,7,9,10,11', `4,100.5,0.02,2.01,${at},1,1`, `true,100.5,0.02,2.01,${at},true,true`])
    expect(() => tradeTable({ digits }).read(row)).toThrow(expect.objectContaining({ code: 'IMPORT_COLUMNS' }));
});

test('trades of Bybit: seconds with a fraction, ids that are no numbers', () => {
  const reader = tradeTable({ digits: { price: 2, size: 5 } });
  const header = 'timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional';
  const row = '1585180700.0647,BTCUSDT,Buy,0.042,6698.5,ZeroMinusTick,90ed7b6e-1b2c,2.81337E10,0.042,281.337';
  expect(readAll(reader, `${header}\n${row}`)).toEqual([
    {
      symbol: 'BTCUSDT',
      row: 2,
      value: { id: '90ed7b6e-1b2c', atMs: 1_585_180_700_064, price: 669_850n, size: 4_200n, takerBuys: true },
    },
  ]);
});

test('trades of Bitfinex: what is sold has a negative amount, by name or by place', () => {
  const digits = { price: 2, size: 5 };
  const rows = '7,1483228860000,-0.5,996.9\n8,1483228861000,0.25,997';
  const named = readAll(tradeTable({ digits }), `ID,MTS,AMOUNT,PRICE\n${rows}`);
  const placed = readAll(tradeTable({ digits, columns: ['id', 'mts', 'amount', 'price'] }), rows);
  expect(named.map(({ value }) => [value.id, value.size, value.takerBuys])).toEqual([
    ['7', 50_000n, false],
    ['8', 25_000n, true],
  ]);
  expect(placed.map(({ value }) => value)).toEqual(named.map(({ value }) => value));
  // Elsewhere a negative size is none.
  const other = tradeTable({ digits });
  expect(readAll(other, 'id,time,amount,price\n7,1483228860000,-0.5,996.9')).toEqual([]);
  expect(other.report.count('negativeSize')).toBe(1);
});

test.each([
  'Open time,Open,High,Low,Close,Volume,Number of trades',
  'openTime,openPrice,highPrice,lowPrice,closePrice,volume,numberOfTrades',
  '"OPEN-TIME", "OPEN", "HIGH", "LOW", "CLOSE", "VOLUME", "TRADE_COUNT"',
])('one name in any spelling, and spaces around fields: %s', (header) => {
  const [row] = readAll(candleTable({ interval: '1m' }), `${header}\n1483228860000, 10, 15,9 ,13, 1.5, 3 \n   \n`);
  expect(row?.value).toMatchObject({ openTimeMs: 1_483_228_860_000, high: 15n * one, low: 9n * one, trades: 3 });
});

test('a number that there is no room for is left out, and said', () => {
  const header = 'time,open,high,low,close,volume';
  const rows = ['1483228860000,1,1,1,1,1e18', '1483228920000,1,1,1,1,1.1e18', '1483228980000,1e40,1e40,1e40,1e40,1'];
  const limited = candleTable({ interval: '1m', mostUnits: 10n ** 36n });
  expect(readAll(limited, [header, ...rows].join('\n'))).toHaveLength(1);
  expect(limited.report.findings.map(({ row, problem }) => [row, problem])).toEqual([
    [3, 'tooLarge'],
    [4, 'tooLarge'],
  ]);
  expect(readAll(candleTable({ interval: '1m' }), [header, ...rows].join('\n'))).toHaveLength(3);
});
