import { expect, test } from 'vitest';
import { parseHash } from '../domain/hex.ts';
import { blockOfFacets, facetsOf } from './blockFacets.ts';
import type { BlockRecord } from './blockRecord.ts';
import { type PartOfBlock, readRecord } from './readRecord.ts';
import { account, hash, nodeBlock, nodeReceipts, nodeTraces, transferLog } from './testing/sampleBlocks.ts';

const read = (value: unknown): ReturnType<typeof readRecord> => readRecord(JSON.stringify(value));
const snake = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(
        Object.entries(value).map(([key, each]) => [
          key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
          each,
        ]),
      );

const [receipt] = nodeReceipts(7, [[transferLog(3, 4, 5, 6n)]]);
const [frame] = nodeTraces(7, [
  { transaction: 0, path: [0, 2], from: 1, to: 2, value: 5n, input: '0xAB', output: '0xCD' },
]);

test('a receipt, its names written either way and its quantities hexadecimal or plain', () => {
  const part = read(receipt);
  expect(part).toMatchObject({
    kind: 'receipt',
    blockNumber: 7,
    blockHash: hash(7),
    receipt: {
      hash: hash(7_000),
      index: 0,
      succeeded: true,
      gasUsed: 50_000,
      effectiveGasPriceWei: 20_000_000_000n,
      logs: [{ index: 0, address: account(3), data: `0x${'0'.repeat(63)}6` }],
    },
  });
  const plain = { ...receipt, gasUsed: 50_000, cumulativeGasUsed: '50000', effectiveGasPrice: 20_000_000_000 };
  expect(read(snake(plain))).toEqual(part);
});

test('a receipt without logs or outcome does not claim to have none', () => {
  const { logs: _logs, status: _status, ...bare } = receipt as Record<string, unknown>;
  expect(read(bare)).toMatchObject({ receipt: { logs: null, succeeded: null } });
});

test('a whole number that a double cannot hold is never rounded', () => {
  const text = JSON.stringify(snake(receipt)).replace(
    /"effective_gas_price":"[^"]*"/,
    '"effective_gas_price":9007199254740993',
  );
  expect(readRecord(text)).toMatchObject({ receipt: { effectiveGasPriceWei: 9_007_199_254_740_993n } });
});

test('a trace of each kind', () => {
  expect(read(frame)).toMatchObject({
    kind: 'frame',
    blockNumber: 7,
    frame: {
      kind: 'call',
      path: [0, 2],
      from: account(1),
      to: account(2),
      valueWei: 5n,
      input: '0xab',
      output: '0xcd',
      error: null,
    },
  });
  expect(read(snake({ ...frame, result: null, error: 'Reverted' }))).toMatchObject({
    frame: { error: 'Reverted', gasUsed: null },
  });
  const create = {
    ...frame,
    type: 'create',
    action: { from: account(1), value: '0x0', init: '0x60' },
    result: { address: account(8), gasUsed: '0x1' },
  };
  expect(read(create)).toMatchObject({ frame: { kind: 'create', to: account(8), input: '0x' } });
  const end = {
    ...frame,
    type: 'suicide',
    action: { address: account(8), refundAddress: account(1), balance: '0x9' },
    result: null,
  };
  expect(read(end)).toMatchObject({ frame: { kind: 'selfdestruct', from: account(8), to: account(1), valueWei: 9n } });
  const reward = {
    ...frame,
    type: 'reward',
    action: { author: account(9), rewardType: 'block', value: '0x2' },
    transactionHash: null,
  };
  expect(read(reward)).toMatchObject({ kind: 'reward', reward: { to: account(9), valueWei: 2n } });
});

test('long call data is cut, its length kept', () => {
  const part = read({
    ...frame,
    action: { ...(frame as { action: object }).action, input: `0x${'ab'.repeat(5_000)}` },
  }) as PartOfBlock;
  expect(part).toMatchObject({ frame: { inputLength: 5_000 } });
  expect(part.kind === 'frame' ? part.frame.input.length : 0).toBe(2 + 2 * (4 + 12 * 32));
});

test('a block, by itself or as a node answers it; an answer that only wraps is nothing', () => {
  const wanted = {
    kind: 'header',
    blockNumber: 7,
    blockHash: hash(7),
    header: { timestampMs: 1_600_000_000_000, baseFeeWei: 7n },
  };
  expect(read(nodeBlock(7, 1_600_000_000))).toMatchObject(wanted);
  expect(read({ jsonrpc: '2.0', id: 1, result: nodeBlock(7, 1_600_000_000) })).toMatchObject(wanted);
  expect(
    read({ block_number: 7, block_timestamp: 1_600_000_000, miner: account(9), base_fee_per_gas: 7 }),
  ).toMatchObject({
    blockHash: null,
    header: { timestampMs: 1_600_000_000_000, feeRecipient: account(9) },
  });
  expect(read({ jsonrpc: '2.0', id: 1 })).toBeNull();
  expect(read({})).toBeNull();
});

test.each<[string, unknown]>([
  ['no object', [1]],
  ['a failed answer', { jsonrpc: '2.0', id: 1, error: { code: -32000, message: 'no' } }],
  ['a negative amount', { ...receipt, gasUsed: -1 }],
  ['a fraction', { ...receipt, gasUsed: 1.5 }],
  ['a short hash', { ...receipt, transactionHash: '0x12' }],
  [
    'five topics',
    { ...receipt, logs: [{ ...transferLog(1, 2, 3, 4n), topics: Array(5).fill(hash(1)), logIndex: '0x0' }] },
  ],
  ['logs that are none', { ...receipt, logs: 'many' }],
  ['a path that is none', { ...frame, traceAddress: [0, -1] }],
  ['a deeper path than the EVM has', { ...frame, traceAddress: Array(1_025).fill(0) }],
  ['a call of an unknown kind', { ...frame, action: { ...(frame as { action: object }).action, callType: 'peek' } }],
  ['a time past the year 9999', { ...nodeBlock(7, 0), timestamp: '0xffffffffffff' }],
])('%s is refused', (_what, value) => {
  expect(read(value)).toMatchObject({ kind: 'bad', problem: 'malformed' });
});

test('what is no part of a block is said, never guessed', () => {
  expect(read({ name: 'x' })).toMatchObject({ kind: 'bad', problem: 'unknownRecord' });
  expect(readRecord('{"a":')).toMatchObject({ kind: 'bad', problem: 'malformed' });
  expect(readRecord('7')).toMatchObject({ kind: 'bad', problem: 'malformed' });
});

test('a block comes back exact from its parts, and no text of a source reads as an integer', () => {
  const parts = [read(receipt), read({ ...frame, result: null, error: '{"$":"1"}' })] as PartOfBlock[];
  const block: BlockRecord = {
    number: 7,
    hash: parseHash(hash(7)),
    header: { parentHash: null, timestampMs: 1, feeRecipient: null, baseFeeWei: 2n ** 200n },
    receipts: parts.flatMap((part) => (part.kind === 'receipt' ? [part.receipt] : [])),
    traces: { frames: parts.flatMap((part) => (part.kind === 'frame' ? [part.frame] : [])), rewards: [] },
  };
  expect(blockOfFacets(7, facetsOf(block))).toEqual(block);
  expect(blockOfFacets(7, facetsOf({ ...block, receipts: null }))).toEqual({ ...block, receipts: null });
});
