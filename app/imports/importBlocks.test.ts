import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  nodeBlock,
  nodeReceipts,
  nodeTraces,
  type SampleLog,
  v2SwapLogs,
  v3SwapLog,
} from '../blocks/testing/sampleBlocks.ts';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import { seededRandom } from '../domain/random.ts';
import { MarketHistory } from '../history/marketHistory.ts';
import { rollUpTrades } from '../history/rollUp.ts';
import { tradeRows } from '../history/tradeBlock.ts';
import { type BlockPosition, importBlocks } from './importBlocks.ts';
import { importIntoHistory } from './importIntoHistory.ts';
import type { ImportReport } from './importJob.ts';
import { steppingClock } from './testing/manualClock.ts';
import { memorySource } from './testing/memorySource.ts';

let folder: string;
let history: MarketHistory;
const clock = steppingClock(1_000_000);
const always = [0, Date.UTC(2100, 0, 1)] as const;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'import-blocks-'));
  history = new MarketHistory(join(folder, 'history'), { leastFreeBytes: 0 });
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}

const bring = (file: string, isStopped = () => false): Promise<ImportReport> =>
  importIntoHistory(history, { file, content: { kind: 'blocks', chain: 1 }, venue: 'evm-1' }, { clock, isStopped });

const lines = (records: readonly object[]): string => records.map((each) => JSON.stringify(each)).join('\n');

/** A swap, with the exact price after it as a fraction. */
interface Sample {
  readonly pool: 100 | 200;
  readonly atMs: number;
  readonly price: readonly [bigint, bigint];
  readonly amount0: bigint;
}

/** Blocks twelve seconds apart with seeded swaps of a V2 pair and a V3 pool. */
function sampleChain(seed: number, blocks: number, first = 18_000_000) {
  const random = seededRandom(seed);
  const samples: Sample[] = [];
  let reserves: [bigint, bigint] = [5n * 10n ** 20n, 10n ** 12n];
  let sqrtPrice = 1n << 96n;
  const numbers = Array.from({ length: blocks }, (_, i) => first + i);
  const records = numbers.map((number, i) => {
    const atMs = Date.UTC(2023, 7, 31, 23, 50) + i * 12_000;
    const swap = (): SampleLog[] => {
      if (random.next() < 0.5) {
        const amount = BigInt(1 + random.below(1e9)) * 10n ** 8n;
        const out = (reserves[1] * amount) / (reserves[0] + amount);
        reserves = [reserves[0] + amount, reserves[1] - out];
        samples.push({ pool: 100, atMs, price: [reserves[1], reserves[0]], amount0: amount });
        return v2SwapLogs(100, [amount, 0n], [0n, out], reserves);
      }
      sqrtPrice += (sqrtPrice * BigInt(random.below(2_001) - 1_000)) / 100_000n;
      const amount0 = -BigInt(1 + random.below(1e9));
      samples.push({ pool: 200, atMs, price: [sqrtPrice * sqrtPrice, 1n << 192n], amount0 });
      return [v3SwapLog(200, [amount0, 77n], sqrtPrice)];
    };
    const transactions = Array.from({ length: random.below(4) }, () =>
      Array.from({ length: random.below(3) }, swap).flat(),
    );
    return { number, header: nodeBlock(number, atMs / 1000), receipts: nodeReceipts(number, transactions) };
  });
  return { samples, numbers, records };
}

describe('blocks in the market history', () => {
  test('make candles of each pool in its own price direction, equal to those made apart', async () => {
    const { samples, records } = sampleChain(5, 200);
    const text = lines(records.flatMap(({ header, receipts }) => [header, ...receipts]));
    const report = await bring(write('blocks.jsonl.gz', text));
    expect(report).toMatchObject({ blocks: { blocks: 200, swaps: samples.length, ticks: samples.length }, series: 2 });
    expect(report.rows).toMatchObject({ skipped: 0, counts: {} });
    rollUpTrades(history);
    for (const pool of [100, 200] as const) {
      const series = history.allSeries().find(({ symbol }) => Number(symbol) === pool);
      if (series === undefined) throw new Error('a pool has no series');
      expect(series).toMatchObject({ venue: 'evm-1', symbol: `0x${pool.toString(16).padStart(40, '0')}` });
      const mine = samples.filter((each) => each.pool === pool);
      for (const interval of intervals) {
        const bars = [...history.candles(series, interval, ...always)];
        expect(
          bars.map(({ openTimeMs, open, high, low, close, volume, trades, takerVolume }) => ({
            openTimeMs,
            open,
            high,
            low,
            close,
            volume,
            trades,
            takerVolume,
          })),
        ).toEqual(candlesApart(mine, interval, series.digits.price));
      }
    }
  });

  test('are what was read, exactly, and are checked', async () => {
    const { numbers, records } = sampleChain(6, 30);
    await bring(write('blocks.jsonl', lines(records.flatMap(({ header, receipts }) => [header, ...receipts]))));
    const stored = [...history.blocks(1, 0, 1e9)];
    expect(stored.map(({ number }) => number)).toEqual(numbers);
    expect(stored.map(({ receipts }) => receipts?.length ?? 0)).toEqual(records.map(({ receipts }) => receipts.length));
    expect(stored[3]?.header).toMatchObject({ timestampMs: Date.UTC(2023, 7, 31, 23, 50, 36), baseFeeWei: 7n });
    expect([...history.blocks(1, numbers[4] ?? 0, numbers[5] ?? 0)]).toEqual(stored.slice(4, 6));
    expect([...history.blocks(2, 0, 1e9)]).toEqual([]);
    expect(history.chains()).toEqual([1]);
    expect(history.blockSummary(1)).toEqual({ count: 30, first: numbers[0], last: numbers[29] });
    expect(history.check()).toEqual([]);
    await history.backUp(join(folder, 'copy'));
    const copy = new MarketHistory(join(folder, 'copy'), { leastFreeBytes: 0 });
    expect([...copy.blocks(1, 0, 1e9)]).toEqual(stored);
    copy.close();
  });

  test('stopped after each block, and in files of ten thousand, come out the same', async () => {
    const { records, samples } = sampleChain(7, 12, 17_999_995);
    const text = lines(records.flatMap(({ header, receipts }) => [header, ...receipts]));
    const file = write('blocks.json', `{"jsonrpc":"2.0","id":1,"result":[${text.replaceAll('\n', ',')}]}`);
    let runs = 0;
    for (let report = await bring(file, () => true); !report.doneBefore; report = await bring(file, () => true))
      runs += 1;
    expect(runs).toBeGreaterThanOrEqual(12);
    expect(history.blockSummary(1)).toMatchObject({ count: 12 });
    const ticks = history
      .allSeries()
      .flatMap((series) => [...history.trades(series, ...always)].flatMap((each) => [...tradeRows(each)]));
    expect(ticks).toHaveLength(samples.length);
    expect(await bring(file)).toMatchObject({ doneBefore: true, blocks: { blocks: 12, ticks: samples.length } });
  });

  test('of several files complete each other in any order; nothing is doubled, and what differs is kept as it was', async () => {
    const { records, samples } = sampleChain(8, 20);
    const headers = write('headers.jsonl', lines(records.map(({ header }) => ({ jsonrpc: '2.0', result: header }))));
    const receipts = write('receipts.jsonl', lines(records.map((each) => ({ jsonrpc: '2.0', result: each.receipts }))));
    const first = await bring(receipts);
    expect(first).toMatchObject({
      blocks: { swaps: samples.length, ticks: 0 },
      rows: { counts: { noTime: expect.any(Number) } },
    });
    expect(await bring(headers)).toMatchObject({ blocks: { ticks: samples.length }, same: 0, differing: 0 });
    const both = write('both.jsonl', lines(records.flatMap((each) => [each.header, ...each.receipts])));
    const again = await bring(both);
    expect(again).toMatchObject({ added: 0, differing: 0, blocks: { ticks: 0 } });
    expect(again.same).toBe(records.reduce((sum, each) => sum + 1 + (each.receipts.length > 0 ? 1 : 0), 0));
    const [one] = records;
    const changed = write('changed.jsonl', lines([{ ...one?.header, miner: `0x${'1'.repeat(40)}` }]));
    expect(await bring(changed)).toMatchObject({ added: 0, differing: 1 });
    const before = [...history.blocks(1, one?.number ?? 0, one?.number ?? 0)];
    expect(before[0]?.header?.feeRecipient).toBe('0x0000000000000000000000000000000000000009');
    const fork = write('fork.jsonl', lines([{ ...one?.header, hash: `0x${'2'.repeat(64)}` }]));
    expect(await bring(fork)).toMatchObject({ added: 0, differing: 1, rows: { counts: { conflict: 1 } } });
  });
});

/** Candles from exact fractions, by plain sorting and comparing: nothing shared with what is checked. */
function candlesApart(samples: readonly Sample[], interval: Interval, digits: number): object[] {
  const groups = new Map<number, Sample[]>();
  for (const sample of samples) {
    const open = Math.floor(sample.atMs / intervalMs(interval)) * intervalMs(interval);
    groups.set(open, [...(groups.get(open) ?? []), sample]);
  }
  const rounded = ([numerator, denominator]: readonly [bigint, bigint]): bigint => {
    const twice = 2n * numerator * 10n ** BigInt(digits) + denominator;
    const up = twice / (2n * denominator);
    // Exactly half way: to the even one.
    return twice % (2n * denominator) === 0n && up % 2n === 1n ? up - 1n : up;
  };
  return [...groups].map(([openTimeMs, members]) => {
    const prices = members.map(({ price }) => rounded(price));
    const sorted = [...prices].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
    const sum = (wanted: (amount: bigint) => boolean): bigint =>
      members.reduce((total, { amount0 }) => total + (wanted(amount0) ? (amount0 < 0n ? -amount0 : amount0) : 0n), 0n);
    return {
      openTimeMs,
      open: prices[0],
      high: sorted.at(-1),
      low: sorted[0],
      close: prices.at(-1),
      volume: sum(() => true),
      trades: members.length,
      takerVolume: sum((amount) => amount < 0n),
    };
  });
}

describe('a file of blocks', () => {
  const blocks = [7, 8, 9].map((number) => ({
    block_number: number,
    block_timestamp: 1_600_000_000 + number,
    traces: nodeTraces(number, [
      { transaction: 0, path: [], from: 1, to: 2 },
      { transaction: 0, path: [0], from: 2, to: 3 },
    ]),
    receipts: nodeReceipts(number, [[], []]),
  }));

  async function read(text: string | Buffer, from?: BlockPosition, pieceBytes = 50) {
    const found = [];
    const source = memorySource(text, pieceBytes);
    for await (const each of importBlocks(source, from === undefined ? { clock } : { clock, from })) found.push(each);
    return found;
  }

  test('is the same as an array, as lines, gzip or not, and from any block on', async () => {
    const whole = await read(JSON.stringify(blocks));
    expect(
      whole.map(({ block }) => [
        block.number,
        block.header?.timestampMs,
        block.traces?.frames.length,
        block.receipts?.length,
      ]),
    ).toEqual([
      [7, 1_600_000_007_000, 2, 2],
      [8, 1_600_000_008_000, 2, 2],
      [9, 1_600_000_009_000, 2, 2],
    ]);
    for (const text of [lines(blocks), JSON.stringify(blocks, null, 2)]) {
      for (const content of [text, gzipSync(text)]) {
        const all = await read(content);
        expect(all.map(({ block }) => block)).toEqual(whole.map(({ block }) => block));
        for (const [i, { position }] of all.entries()) {
          const rest = await read(content, JSON.parse(JSON.stringify(position)) as BlockPosition);
          expect(rest.map(({ block }) => block)).toEqual(whole.slice(i + 1).map(({ block }) => block));
          expect(rest.at(-1)?.position.report ?? position.report).toEqual(all.at(-1)?.position.report);
        }
      }
    }
  });

  test('says what it leaves out, doubles and contradicts, and drops nothing silently', async () => {
    const [receipt, other] = nodeReceipts(7, [[], []]);
    const [call] = nodeTraces(7, [{ transaction: 5, path: [], from: 1, to: 2 }]);
    const [orphan] = nodeTraces(7, [{ transaction: 5, path: [0, 1], from: 1, to: 2 }]);
    const [late] = nodeReceipts(5, [[]]);
    const records = [
      receipt,
      receipt,
      { ...receipt, transactionHash: `0x${'1'.repeat(64)}` },
      { ...other, blockHash: `0x${'2'.repeat(64)}` },
      { ...receipt, gasUsed: '0xfffffffffffffffffffffff' },
      { any: 'thing' },
      call,
      call,
      orphan,
      ...nodeReceipts(10, [[]]),
      { ...late, gasUsed: '0x1' },
    ];
    const found = await read(lines(records as object[]));
    expect(found.map(({ block }) => block.number)).toEqual([7, 10, 5]);
    const report = found.at(-1)?.position.report;
    expect(report).toMatchObject({
      rows: 11,
      skipped: 6,
      missing: 2,
      counts: {
        duplicate: 2,
        conflict: 2,
        malformed: 1,
        unknownRecord: 1,
        noTime: 3,
        receiptMissing: 1,
        traceMissing: 2,
        gap: 1,
        blockOrder: 1,
        gasMismatch: 1,
      },
    });
  });

  test.each([
    ['cut off', JSON.stringify(blocks).slice(0, -40), 'IMPORT_DAMAGED'],
    ['cut off within its compression', gzipSync(JSON.stringify(blocks)).subarray(0, 200), 'IMPORT_DAMAGED'],
    ['of something else', '{"liquidations":[{"amount":1}]}', 'IMPORT_NO_BLOCKS'],
    ['empty', '', 'IMPORT_NO_BLOCKS'],
    ['no JSON', 'time,open,high\n1,2,3', 'IMPORT_JSON'],
    ['nested for ever', `[{"traces":[${'['.repeat(5_000)}`, 'IMPORT_JSON'],
  ])('%s is refused with what to do', async (_what, content, code) => {
    await expect(read(content)).rejects.toMatchObject({ code, advice: expect.stringMatching(/.../) });
  });

  test('that is another one is not gone on with', async () => {
    const [first] = await read(JSON.stringify(blocks));
    await expect(read(`${JSON.stringify(blocks)} `, first?.position)).rejects.toMatchObject({ code: 'IMPORT_CHANGED' });
  });
});
