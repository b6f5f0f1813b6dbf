import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';

const start = 1_735_516_800_000;
const quarter = 900_000;
const head = 'open_time_ms,open,high,low,close,volume';
const quarters = [
  [0, '5,9,4,6,0.1'],
  [1, '6,7,5,5,0.2'],
  [2, '5,6,2,3,0.3'],
  [3, '3,8,3,7,0.4'],
  [8, '7,7,7,7,0'],
] as const;
const hours = [
  [0, '5,9,2,7,1.0'],
  [8, '7,7,7,7,0.00'],
] as const;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'candles-'));
  put('base.csv', quarters);
  put('hours.csv', hours);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, rows: readonly (readonly [number, string])[]): void {
  const text = [head, ...rows.map(([place, rest]) => `${start + place * quarter},${rest}`)].join('\n');
  writeFileSync(path.join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text);
}

function run(vector: object): { code: number; lines: string[] } {
  const file = path.join(folder, 'vector.json');
  writeFileSync(file, JSON.stringify({ suite: 'candles', ...vector }));
  const lines: string[] = [];
  return { code: runConformance(['candles', file], (line) => lines.push(line)), lines };
}

const good = { base: { csv: 'base.csv' }, to: '1h', expect: { csv: 'hours.csv' } };

test('files beside the vector, plain or zipped, with missing hours and hours without trades', () => {
  expect(run(good)).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });
  put('base.csv.gz', quarters);
  expect(run({ ...good, base: { csv: 'base.csv.gz' } }).code).toBe(0);
});

test('columns one by one, as lists or out of a file', () => {
  const column = (name: string) => ({ csv: 'base.csv', column: name });
  const base = {
    time: column('open_time_ms'),
    open: column('open'),
    high: ['9', '7', '6', '8', 7],
    low: column('low'),
    close: column('close'),
    volume: column('volume'),
  };
  expect(run({ ...good, base })).toEqual({ code: 0, lines: ['1 passed, 0 failed'] });
  expect(run({ ...good, base: { ...base, high: ['9'] } }).lines[0]).toContain('not equally long');
  expect(run({ ...good, base: { ...base, low: column('lowest') } }).lines[0]).toContain('no column lowest');
});

test('a file without a header in a named order', () => {
  const rows = quarters.map(([place, rest]) => {
    const [open, high, low, close, volume] = rest.split(',');
    return [start + place * quarter, open, close, high, low, volume].join(',');
  });
  writeFileSync(path.join(folder, 'bare.csv'), rows.join('\n'));
  expect(run({ ...good, base: { csv: 'bare.csv', columns: 'bitfinex' } }).code).toBe(0);
  expect(run({ ...good, base: { csv: 'bare.csv' } }).lines[0]).toContain('no header');
  expect(run({ ...good, base: { csv: 'bare.csv', columns: 'bybit' } }).code).toBe(1);
});

test('expected bars outside the base are not compared, nor an interval of which the base has a part', () => {
  put('hours.csv', [[-4, '1,1,1,1,1'], ...hours, [12, '1,1,1,1,1']]);
  expect(run(good).code).toBe(0);
  put('base.csv', [...quarters.slice(1), [12, '1,1,1,1,1']]);
  expect(run(good).code).toBe(0);
  put('hours.csv', hours);
  expect(run(good).lines[0]).toContain('open is 6');
});

test.each([
  [
    'another digit',
    { hours: [[0, '5,9,2,7,1.000000000000000001'], hours[1]] },
    'volume is 1, expected 1.000000000000000001',
  ],
  ['a bar too many inside', { hours: [hours[0], [4, '7,7,7,7,0'], hours[1]] }, 'is missing'],
  ['a bar too few', { hours: [hours[0]] }, 'is not expected'],
  ['a bad price', { base: [...quarters, [9, '7,7,0,7,0']] }, 'line 7: notPositive'],
  ['rows out of order', { base: [...quarters, [6, '7,7,7,7,0']] }, 'line 7: outOfOrder'],
  ['two bars for one time', { base: [...quarters, [8, '7,7,7,7,1']] }, 'line 7: conflict'],
  ['expected bars between bounds', { hours: [hours[0], [9, '7,7,7,7,0']] }, 'misaligned'],
  ['no rows', { base: [] }, 'no whole bar'],
] as const)('fails %s', (_what, other, why) => {
  if ('hours' in other) put('hours.csv', other.hours);
  if ('base' in other) put('base.csv', other.base);
  const { code, lines } = run(good);
  expect([code, lines.at(-1)]).toEqual([1, '0 passed, 1 failed']);
  expect(lines[0]).toContain(why);
});

test('the same row twice is one row', () => {
  put('base.csv', [...quarters, [8, '7,7,7,7,0']]);
  expect(run(good).code).toBe(0);
});

test.each([
  ['with a header', 'time,price,volume,side', [`${start},5,1,buy`, `${start + 59_999},7,2,sell`], undefined],
  ['as Binance has them', '', [`1,5,1,5,${start},False,True`, `2,7,2,14,${start + 59_999},True,True`], undefined],
  ['with named columns', '', [`5,1,${start},buy`, `7,2,${start + 59_999},sell`], ['price', 'qty', 'time', 'side']],
])('trades %s make bars', (_what, header, rows, columns) => {
  writeFileSync(path.join(folder, 'trades.csv'), [header, ...rows].filter((line) => line !== '').join('\n'));
  const expected = { time: [start], open: ['5'], high: ['7'], low: ['5'], close: ['7'], volume: ['3'] };
  const expectTaker = { ...expected, trades: [2], quote_volume: ['19'], taker_buy_base: ['1'] };
  const base = { csv: 'trades.csv', ...(columns === undefined ? {} : { columns }) };
  expect(run({ base, to: '1m', expect: expectTaker }).lines).toEqual(['1 passed, 0 failed']);
});

test('what is wrong with a vector is said', () => {
  expect(run({ ...good, to: '1w' }).lines[0]).toContain('to ');
  expect(run({ ...good, base: undefined }).lines[0]).toContain('base ');
});

test.each([
  ['an unknown interval', { to: '1w' }],
  ['a shorter interval', { from: '1h', to: '15m' }],
  ['a column that the base lacks', { expect: { csv: 'wide.csv' } }],
  ['a file that is not there', { base: { csv: 'none.csv' } }],
  ['no base', { base: undefined }],
  ['an unknown shape', { base: { rows: [[1, 2]] } }],
  ['a file without such columns', { expect: { csv: 'vector.json' } }],
  ['no cases', { base: undefined, cases: [] }],
])('fails %s', (_what, other) => {
  const rows = hours.map(([place, rest]) => `${start + place * quarter},${rest},3`);
  writeFileSync(path.join(folder, 'wide.csv'), [`${head},trades`, ...rows].join('\n'));
  expect(run({ ...good, ...other }).code).toBe(1);
});

test('several cases in one file count one by one', () => {
  const cases = [good, { ...good, id: 'longer', to: '1d' }, { ...good, to: '15m', expect: good.base }];
  const { lines } = run({ cases });
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain('case longer:');
  expect(lines[1]).toBe('2 passed, 1 failed');
});

test('our own vectors hold', () => {
  const lines: string[] = [];
  const file = path.join(import.meta.dirname, 'vectors/candles.json');
  expect(JSON.parse(readFileSync(file, 'utf8')).cases.length).toBeGreaterThanOrEqual(5);
  expect(runConformance(['candles', file], (line) => lines.push(line))).toBe(0);
});
