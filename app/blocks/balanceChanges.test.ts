import { expect, test } from 'vitest';
import { balanceChanges, movementsOf } from './balanceChanges.ts';
import type { BlockRecord } from './blockRecord.ts';
import { readReceipt } from './readReceipt.ts';
import { readTrace } from './readTrace.ts';
import {
  account,
  nodeReceipts,
  nodeTraces,
  type SampleCall,
  type SampleLog,
  transferLog,
} from './testing/sampleBlocks.ts';

const word = (value: number): string => value.toString(16).padStart(64, '0');
const blockOf = (calls: readonly SampleCall[], logs?: readonly (readonly SampleLog[])[]): BlockRecord => ({
  number: 7,
  hash: null,
  header: null,
  receipts: logs === undefined ? null : nodeReceipts(7, logs).map((each) => readReceipt(each).receipt),
  traces: {
    frames: nodeTraces(7, calls).flatMap((each) => {
      const trace = readTrace(each);
      return trace.kind === 'frame' ? [trace.frame] : [];
    }),
    rewards: [],
  },
});
const changes = (block: BlockRecord) =>
  balanceChanges(block).map(({ transactionIndex, account: whose, token, change }) => [
    transactionIndex,
    Number(whose),
    token === null ? 'coin' : Number(token),
    change,
  ]);
const transfer = (path: number[], to: number, amount: number, more: Partial<SampleCall> = {}): SampleCall => ({
  transaction: 0,
  path,
  from: 2,
  to: 30,
  input: `0xa9059cbb${word(to)}${word(amount)}`,
  output: `0x${word(1)}`,
  ...more,
});
const root: SampleCall = { transaction: 0, path: [], from: 1, to: 2, value: 10n };

test('coin moves with calls, creations and self-destructs, not with what only runs other code or failed', () => {
  const block = blockOf([
    root,
    { transaction: 0, path: [0], from: 2, to: 3, value: 4n },
    { transaction: 0, path: [1], from: 2, to: 4, value: 4n, callType: 'delegatecall' },
    { transaction: 0, path: [2], from: 2, to: 5, value: 4n, error: 'Reverted' },
    { transaction: 0, path: [2, 0], from: 5, to: 6, value: 4n },
    { transaction: 1, path: [], from: 3, to: 1, value: 1n },
  ]);
  expect(changes(block)).toEqual([
    [0, 1, 'coin', -10n],
    [0, 2, 'coin', 6n],
    [0, 3, 'coin', 4n],
    [1, 3, 'coin', -1n],
    [1, 1, 'coin', 1n],
  ]);
});

test('tokens move as logs say; without logs as calls asked for, once through a proxy, never where the token refused', () => {
  const logs = [[transferLog(30, 2, 3, 7n), transferLog(30, 3, 4, 2n)]];
  expect(changes(blockOf([{ ...root, value: 0n }, transfer([0], 99, 1)], logs))).toEqual([
    [0, 2, 30, -7n],
    [0, 3, 30, 5n],
    [0, 4, 30, 2n],
  ]);
  const from: SampleCall = transfer([2], 0, 0, { input: `0x23b872dd${word(3)}${word(4)}${word(2)}`, output: '0x' });
  const calls = blockOf([
    { ...root, value: 0n },
    transfer([0], 3, 7),
    transfer([0, 0], 3, 7, { from: 30, to: 31, callType: 'delegatecall' }),
    transfer([1], 3, 100, { output: `0x${word(0)}` }),
    from,
  ]);
  expect(changes(calls)).toEqual(changes(blockOf([{ ...root, value: 0n }], logs)));
  expect(movementsOf(calls)).toHaveLength(2);
});

test('an NFT is no amount of a token', () => {
  const nft = { ...transferLog(30, 2, 3, 7n), data: '0x' };
  expect(changes(blockOf([], [[{ ...nft, topics: [...nft.topics, `0x${word(7)}`] }]]))).toEqual([]);
});

test('what one gains another loses', () => {
  const block = blockOf(
    [root, { transaction: 0, path: [0], from: 2, to: 2, value: 4n }],
    [[transferLog(30, 2, 3, 7n), transferLog(31, 0, 3, 7n)]],
  );
  const sums = new Map<unknown, bigint>();
  for (const { token, change } of balanceChanges(block)) sums.set(token, (sums.get(token) ?? 0n) + change);
  expect([...sums.values()]).toEqual([0n, 0n, 0n]);
  expect(sums.has(account(31))).toBe(true);
});
