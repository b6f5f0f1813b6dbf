import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Candle } from '../candles/candle.ts';
import { candleTable } from './candleTable.ts';
import type { ImportProgress } from './importProgress.ts';
import { type ImportBatch, type ImportPosition, importRows } from './importRows.ts';
import type { SavedReader } from './rowReader.ts';
import { steppingClock } from './testing/manualClock.ts';
import { memorySource } from './testing/memorySource.ts';

const clock = steppingClock(50_000_000);
const minuteReader = (saved?: SavedReader) => candleTable({ interval: '1m' }, saved);

/** Minutes with a gap, a duplicate, a late and a bad row now and then. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const minute = i % 97 === 50 ? i - 1 : i % 89 === 60 ? i - 40 : i;
    const low = i % 83 === 70 ? '0' : '4.00';
    return `${1_483_228_800_000 + minute * 60_000},5,6.5,${low},5.25,${(i % 7) + 1}.125`;
  });
  return `time_ms,open,high,low,close,volume\n${lines.join('\n')}`;
}

async function all(batches: AsyncIterable<ImportBatch<Candle>>): Promise<ImportBatch<Candle>[]> {
  const list: ImportBatch<Candle>[] = [];
  for await (const batch of batches) list.push(batch);
  return list;
}

const text = table(3000);

test.each([
  ['plain', memorySource(text)],
  ['gzip', memorySource(gzipSync(text))],
  ['two gzip members', memorySource(Buffer.concat([gzipSync(text.slice(0, 5000)), gzipSync(text.slice(5000))]))],
])('%s: every row once, in order, and the same report', async (_what, source) => {
  const batches = await all(importRows(source, minuteReader, { clock }));
  const direct = minuteReader();
  const rows = text.split('\n').flatMap((line) => direct.read(line) ?? []);
  expect(batches.flatMap((batch) => batch.rows)).toEqual(rows);
  expect(batches.at(-1)?.position.reader.report).toEqual(direct.report.save());
  expect(direct.report.skipped).toBeGreaterThan(90);
});

test.each([
  ['plain', text, 1000],
  ['gzip', gzipSync(text), 100],
])(
  '%s: stopped after any batch and gone on with, no row is lost and none comes twice',
  async (_what, content, piece) => {
    const whole = await all(importRows(memorySource(content, piece), minuteReader, { clock }));
    const wanted = whole.flatMap((batch) => batch.rows);
    let taken = 0;
    for (const [i, { rows, position }] of whole.entries()) {
      taken += rows.length;
      if (i % 9 !== 0 && i !== whole.length - 1) continue;
      const from: ImportPosition = JSON.parse(JSON.stringify(position));
      const source = memorySource(content, piece + 7);
      const rest = await all(importRows(source, minuteReader, { clock, from }));
      expect(rest.flatMap((batch) => batch.rows)).toEqual(wanted.slice(taken));
      const end = rest.at(-1)?.position ?? position;
      expect(end).toEqual(whole.at(-1)?.position);
      if (typeof content === 'string') expect(source.opened).toEqual([0, position.textBytes]);
    }
  },
);

test('a file that is left is closed', async () => {
  let closed = 0;
  const source = {
    sizeBytes: 1000,
    open: async function* () {
      try {
        for (;;) yield Buffer.from(`time,open,high,low,close,volume\n${'x,'.repeat(400)}\n`);
      } finally {
        closed += 1;
      }
    },
  };
  for await (const _batch of importRows(source, minuteReader, { clock })) break;
  expect(closed).toBe(2);
});

test('another file is not gone on with', async () => {
  const [batch] = await all(importRows(memorySource(text), minuteReader, { clock }));
  const from = batch?.position;
  if (from === undefined) throw new Error('no batch');
  for (const other of [`${text}\n`, text.replace('5', '7')]) {
    const run = all(importRows(memorySource(other), minuteReader, { clock, from }));
    await expect(run).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
  }
});

test.each([
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 300)],
  ['with a flipped bit', (bytes: Buffer) => bytes.map((byte, i) => (i === bytes.length - 500 ? byte ^ 4 : byte))],
])('a compressed file that is %s gives the rows before that and then says so', async (_what, damage) => {
  const big = table(60_000);
  const batches: ImportBatch<Candle>[] = [];
  const run = async (): Promise<void> => {
    const source = memorySource(damage(gzipSync(big)), 10_000);
    for await (const batch of importRows(source, minuteReader, { clock })) batches.push(batch);
  };
  await expect(run()).rejects.toMatchObject({ code: 'IMPORT_DAMAGED' });
  expect(batches.flatMap(({ rows }) => rows).length).toBeGreaterThan(20_000);
});

test('an empty file has no rows', async () => {
  expect(await all(importRows(memorySource(''), minuteReader, { clock }))).toEqual([]);
});

test('progress: rows, bytes, rate and time left, at most ten times a second and at the end', async () => {
  const seen: ImportProgress[] = [];
  const source = memorySource(text, 10_000);
  const onProgress = (progress: ImportProgress) => seen.push(progress);
  await all(importRows(source, minuteReader, { clock: steppingClock(50_000_000), onProgress }));
  const last = seen.at(-1);
  expect(last).toMatchObject({ rows: 3000, bytesRead: source.sizeBytes, sizeBytes: source.sizeBytes, leftMs: 0 });
  const pieces = Math.ceil(source.sizeBytes / 10_000);
  expect(seen).toHaveLength(Math.floor(pieces / 2) + 1);
  // Two pieces in 100 ms: the rest at that rate.
  expect(seen[0]?.leftMs).toBeCloseTo(((source.sizeBytes - 20_000) / 20_000) * 100, 6);
  expect(last?.rowsPerSecond).toBeCloseTo(3000 / ((pieces + 1) * 0.05), 6);
});

test('an import that goes on counts its rate from there', async () => {
  const batches = await all(importRows(memorySource(text, 10_000), minuteReader, { clock }));
  const from = batches[4]?.position;
  if (from === undefined) throw new Error('too few batches');
  const seen: ImportProgress[] = [];
  const onProgress = (progress: ImportProgress) => seen.push(progress);
  const source = memorySource(text, 10_000);
  await all(importRows(source, minuteReader, { clock: steppingClock(100_000_000), onProgress, from }));
  const rowsLeft = 3000 - from.reader.report.rows;
  const pieces = Math.ceil((source.sizeBytes - from.textBytes) / 10_000);
  expect(seen.at(-1)?.rowsPerSecond).toBeCloseTo(rowsLeft / ((pieces + 1) * 0.1), 6);
  expect(seen[0]?.leftMs).toBeCloseTo(((source.sizeBytes - from.textBytes - 10_000) / 10_000) * 100, 6);
});

/** Bytes in use once all garbage is collected. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('memory does not grow with the file', async () => {
  const rowsPerPiece = 2000;
  const pieces = 200;
  const piece = (place: number): Buffer => {
    const lines = Array.from({ length: rowsPerPiece }, (_, i) => {
      return `${1_483_228_800_000 + (place * rowsPerPiece + i) * 60_000},5,6.5,4,5.25,1.125,${'0'.repeat(200)}\n`;
    });
    return Buffer.from(lines.join(''));
  };
  const source = {
    sizeBytes: 100_000_000,
    open: async function* () {
      yield Buffer.from('time_ms,open,high,low,close,volume,ignore\n');
      for (let i = 0; i < pieces; i += 1) yield piece(i);
    },
  };
  const used: number[] = [];
  let largestPosition = 0;
  let rows = 0;
  let batches = 0;
  for await (const batch of importRows(source, minuteReader, { clock })) {
    rows += batch.rows.length;
    batches += 1;
    largestPosition = Math.max(largestPosition, JSON.stringify(batch.position).length);
    if (batches % 50 === 0) used.push(usedBytes());
  }
  expect(rows).toBe(rowsPerPiece * pieces);
  expect(largestPosition).toBeLessThan(2000);
  expect(used).toHaveLength(4);
  // Kept rows would be some 40 MiB, kept text 90 MiB.
  expect(Math.max(...used) - Math.min(...used)).toBeLessThan(8 * 2 ** 20);
}, 60_000);
