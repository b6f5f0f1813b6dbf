import { describe, expect, test } from 'vitest';
import { loadNative } from '../native.ts';
import type { BlockRecord, CallFrame, TransactionReceipt } from './blockRecord.ts';
import { poolSwaps } from './poolSwaps.ts';
import { readReceipt } from './readReceipt.ts';
import { readTrace } from './readTrace.ts';
import { priceDigits, swapTicks, tradeOf } from './swapTicks.ts';
import {
  account,
  nodeReceipts,
  nodeTraces,
  pancakeSwapLog,
  type SampleCall,
  type SampleLog,
  v2SwapLogs,
  v3SwapLog,
} from './testing/sampleBlocks.ts';

const receiptsOf = (transactions: readonly (readonly SampleLog[])[]): TransactionReceipt[] =>
  nodeReceipts(7, transactions).map((each) => readReceipt(each).receipt);
const block = (part: Partial<BlockRecord>): BlockRecord => ({
  number: 7,
  hash: null,
  header: null,
  receipts: null,
  traces: null,
  ...part,
});
const word = (value: bigint | number): string => BigInt.asUintN(256, BigInt(value)).toString(16).padStart(64, '0');

describe('swaps of logs', () => {
  const q96 = 1n << 96n;
  const logs = [
    v2SwapLogs(100, [5n, 0n], [0n, 9n], [1_005n, 1_991n]),
    [v3SwapLog(200, [-7n, 21n], 2n * q96), pancakeSwapLog(300, [4n, -1n], q96 / 2n)],
    v2SwapLogs(100, [0n, 9n], [4n, 0n], [1_001n, 2_000n]),
  ];

  test('are all swaps with the state after each', () => {
    const { swaps, badLogs } = poolSwaps(block({ receipts: receiptsOf(logs) }));
    expect(badLogs).toEqual([]);
    expect(swaps.map(({ pool, place, amounts, after }) => [pool, place, amounts, after])).toEqual([
      [account(100), 1, [5n, -9n], { kind: 'reserves', reserve0: 1_005n, reserve1: 1_991n }],
      [account(200), 2, [-7n, 21n], { kind: 'sqrtPriceX96', sqrtPriceX96: 2n * q96 }],
      [account(300), 3, [4n, -1n], { kind: 'sqrtPriceX96', sqrtPriceX96: q96 / 2n }],
      [account(100), 5, [-4n, 9n], { kind: 'reserves', reserve0: 1_001n, reserve1: 2_000n }],
    ]);
  });

  test('leave the same states as the native decoder reads from the same text', () => {
    const decoder = new (loadNative().LogDecoder)();
    const flat = nodeReceipts(7, logs).flatMap((each) => (each as { logs: object[] }).logs);
    const count = decoder.decode(new TextEncoder().encode(JSON.stringify(flat)));
    const [addresses, figures, words] = [
      new Uint8Array(20 * count),
      new Int32Array(4 * count),
      new BigUint64Array(7 * count),
    ];
    decoder.read(addresses, figures, words);
    const native = Array.from({ length: count }, (_, i) => {
      const at = (from: number, length: number): bigint =>
        words.subarray(7 * i + from, 7 * i + from + length).reduceRight((sum, each) => (sum << 64n) | each, 0n);
      const pool = `0x${Buffer.from(addresses.subarray(20 * i, 20 * i + 20)).toString('hex')}`;
      return figures[4 * i] === 0 ? [pool, at(3, 2), at(5, 2)] : [pool, at(0, 3)];
    });
    const ours = poolSwaps(block({ receipts: receiptsOf(logs) })).swaps.map(({ pool, after }) =>
      after?.kind === 'reserves' ? [pool, after.reserve0, after.reserve1] : [pool, after?.sqrtPriceX96],
    );
    expect(ours).toEqual(native);
  });

  test('that claim to be a swap and are none are named, and a pair without Sync has no price', () => {
    const [, swap] = v2SwapLogs(100, [5n, 0n], [0n, 9n], [1n, 1n]);
    const forged = { ...v3SwapLog(200, [1n, -1n], q96), data: `0x${word(1)}` };
    const { swaps, badLogs } = poolSwaps(block({ receipts: receiptsOf([[forged], swap === undefined ? [] : [swap]]) }));
    expect(badLogs).toHaveLength(1);
    expect(badLogs[0]).toContain(account(200));
    expect(swaps).toMatchObject([{ pool: account(100), after: null }]);
    expect(swapTicks(7, 0, swaps)).toMatchObject({ ticks: [], unpriced: [{ pool: account(100) }] });
  });
});

describe('swaps of calls', () => {
  const frames = (calls: readonly SampleCall[]): CallFrame[] =>
    nodeTraces(7, calls).flatMap((each) => {
      const trace = readTrace(each);
      return trace.kind === 'frame' ? [trace.frame] : [];
    });
  const swapsOf = (calls: readonly SampleCall[]) =>
    poolSwaps(block({ traces: { frames: frames(calls), rewards: [] } })).swaps;
  const reserves = (path: number[], pool: number, values: [number, number]): SampleCall => ({
    transaction: 0,
    path,
    callType: 'staticcall',
    from: 1,
    to: pool,
    input: '0x0902f1ac',
    output: `0x${word(values[0])}${word(values[1])}${word(0)}`,
  });
  const v2 = (
    path: number[],
    pool: number,
    balances: [number, number],
    more: Partial<SampleCall> = {},
  ): SampleCall[] => [
    { transaction: 0, path, from: 1, to: pool, input: `0x022c0d9f${word(0)}${word(9)}${word(2)}`, ...more },
    ...balances.map((balance, i) => ({
      transaction: 0,
      path: [...path, 10 + i],
      callType: 'staticcall',
      from: pool,
      to: 50 + i,
      input: `0x70a08231${word(pool)}`,
      output: `0x${word(balance)}`,
    })),
  ];
  const root: SampleCall = { transaction: 0, path: [], from: 1, to: 2 };

  test('of a V2 pair: what it asks of its tokens at the end, less its reserves before', () => {
    const swaps = swapsOf([
      root,
      reserves([0], 100, [1_000, 2_000]),
      ...v2([1], 100, [1_005, 1_991]),
      ...v2([2], 100, [1_001, 2_000]),
    ]);
    expect(swaps.map(({ amounts, after, place }) => [amounts, after, place])).toEqual([
      [[5n, -9n], { kind: 'reserves', reserve0: 1_005n, reserve1: 1_991n }, [1]],
      [[-4n, 9n], { kind: 'reserves', reserve0: 1_001n, reserve1: 2_000n }, [2]],
    ]);
  });

  test('that were undone, by themselves or with a call above them, did not happen', () => {
    expect(swapsOf([root, ...v2([1], 100, [1, 1], { error: 'Reverted' })])).toEqual([]);
    expect(swapsOf([{ ...root, error: 'Reverted' }, ...v2([0], 100, [1, 1])])).toEqual([]);
  });

  test('see the old reserves while they are under way, and none after liquidity moved', () => {
    const [swap, ...asked] = v2([1], 100, [1_005, 1_991]);
    const within = reserves([1, 0], 100, [1_000, 2_000]);
    const swaps = swapsOf([
      root,
      reserves([0], 100, [1_000, 2_000]),
      swap as SampleCall,
      within,
      ...asked,
      ...v2([2], 100, [1_001, 2_000]),
    ]);
    expect(swaps[1]?.amounts).toEqual([-4n, 9n]);
    const mint: SampleCall = { transaction: 0, path: [2], from: 1, to: 100, input: `0x6a627842${word(1)}` };
    const unknown = swapsOf([root, reserves([0], 100, [1_000, 2_000]), mint, ...v2([3], 100, [1_005, 1_991])]);
    expect(unknown).toMatchObject([{ amounts: null, after: { reserve0: 1_005n } }]);
  });

  test('of a V3 pool: its answer, and its price where something asks for it before its next swap', () => {
    const v3 = (path: number[], amounts: [number, number]): SampleCall => ({
      transaction: 0,
      path,
      from: 1,
      to: 200,
      input: `0x128acb08${word(2)}${word(1)}`,
      output: `0x${word(amounts[0])}${word(amounts[1])}`,
    });
    const slot0 = (path: number[], price: bigint): SampleCall => ({
      transaction: 0,
      path,
      callType: 'staticcall',
      from: 1,
      to: 200,
      input: '0x3850c7bd',
      output: `0x${word(price)}${word(0)}`,
    });
    const swaps = swapsOf([root, v3([0], [5, -9]), slot0([0, 1], 77n), slot0([1], 88n), v3([2], [-1, 2])]);
    expect(swaps.map(({ amounts, after }) => [amounts, after])).toEqual([
      [[5n, -9n], { kind: 'sqrtPriceX96', sqrtPriceX96: 88n }],
      [[-1n, 2n], null],
    ]);
  });
});

describe('ticks of swaps', () => {
  test('have the same ids from logs and from calls, and the side of who takes token0', () => {
    const { swaps } = poolSwaps(
      block({
        receipts: receiptsOf([
          v2SwapLogs(100, [5n, 0n], [0n, 9n], [4n, 2n]),
          v2SwapLogs(100, [0n, 9n], [4n, 0n], [1n, 3n]),
        ]),
      }),
    );
    const { ticks } = swapTicks(7, 5_000, swaps);
    expect(ticks.map(({ trade, price }) => [trade.id, trade.size, trade.takerBuys, price])).toEqual([
      ['70000', 5n, false, { numerator: 2n, denominator: 4n }],
      ['70001', 4n, true, { numerator: 3n, denominator: 1n }],
    ]);
  });

  test.each([
    [5n * 10n ** 8n, 1n, 9],
    [1n, 1n, 17],
    [1n, 5n * 10n ** 8n, 27],
    [10n ** 30n, 1n, 0],
    [1n, 10n ** 30n, 36],
  ])('a first price of %i to %i makes a series of %i digits', (numerator, denominator, digits) => {
    expect(priceDigits({ numerator, denominator })).toBe(digits);
  });

  test('that a series cannot hold are refused, not cut', () => {
    const trade = { id: '1', atMs: 0, size: 1n, takerBuys: true };
    const tick = (numerator: bigint, denominator: bigint) => ({
      pool: account(1) as never,
      price: { numerator, denominator },
      trade,
    });
    expect(tradeOf(tick(1n, 3n), 3)?.price).toBe(333n);
    expect(tradeOf(tick(1n, 10n ** 9n), 3)).toBeNull();
    expect(tradeOf(tick(1n << 127n, 1n), 0)).toBeNull();
  });
});
