import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { wei } from '../../app/domain/amount.ts';
import { parseBytes, parseHash } from '../../app/domain/hex.ts';
import { longestGrantMs } from '../../app/signing/signingState.ts';
import type { SpendRecord } from '../../app/signing/spendRecord.ts';
import { openSpendLog } from './spendLog.ts';

let folder: string;
const nowMs = Date.now();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'spend-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const record = (nonce: number, epochId = 'e1'): SpendRecord => ({
  epochId,
  orderId: `o${nonce}`,
  kind: 'execute',
  nonce,
  planHash: parseHash(`0x${'1'.repeat(64)}`),
  authority: { kind: 'grant', grantId: 'g' },
  worstCase: wei(1n),
  rawTransaction: parseBytes('0xabcd'),
  transactionHash: parseHash(`0x${nonce.toString(16).padStart(64, '0')}`),
  atMs: nowMs,
});

function write(from: number, to: number, epochId = 'e1'): void {
  const log = openSpendLog(folder, epochId, nowMs, 2_000);
  for (let nonce = from; nonce < to; nonce += 1) log.append(record(nonce, epochId));
  log.close();
}

function read(epochId = 'e1'): readonly number[] {
  const log = openSpendLog(folder, epochId, nowMs, 2_000);
  const nonces = [...log.records()].map(({ nonce }) => nonce);
  log.close();
  return nonces;
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

it('goes on in a new file when one is full, over restarts, and reads all of them in order', () => {
  write(0, 13);
  write(13, 40);
  expect(readdirSync(folder).length).toBeGreaterThan(5);
  expect(read()).toEqual(upTo(40));
  // Of another epoch only the sums count.
  expect(read('e2').toSorted((first, second) => first - second)).toEqual(upTo(40));
});

it('takes a torn end off the newest file alone', () => {
  write(0, 20);
  const newest = join(folder, readdirSync(folder).sort().at(-1) ?? '');
  appendFileSync(newest, 'torn');
  expect(read()).toEqual(upTo(20));
  write(20, 22);
  expect(read()).toEqual(upTo(22));
});

it('refuses an earlier file that was changed', () => {
  write(0, 20);
  const first = join(folder, 'e1.spend.jsonl');
  writeFileSync(first, readFileSync(first, 'utf8').replace('"nonce":1', '"nonce":9'));
  expect(() => read()).toThrowError(expect.objectContaining({ code: 'SIGNER_LOG_CORRUPT' }));
});

it('leaves out files that no grant can reach back to, but never the newest of its own epoch', () => {
  write(0, 20);
  write(0, 1, 'e0');
  const long = new Date(nowMs - longestGrantMs - 60_000);
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), long, long);
  const log = openSpendLog(folder, 'e1', nowMs, 2_000);
  expect(log.isCut).toBe(true);
  const left = [...log.records()].map(({ nonce }) => nonce);
  log.close();
  expect(left.length).toBeLessThan(20);
  expect(left.at(-1)).toBe(19);
});
