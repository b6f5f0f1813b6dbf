import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import { type Journal, openJournal } from '../../app/store/journal.ts';
import { sampleBlock, sampleEpoch, sampleOrder } from '../../app/store/testing/sampleRecords.ts';
import { orderLatencies } from './orderLatencies.ts';

let folder: string;
let journal: Journal;
let runs = 0;
const startMs = 1_700_000_000_000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latencies-'));
  journal = openJournal(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'journal.sqlite');

/** A run in which order i is answered i ms after it was made: every other one by a relay, which says nothing at first and then answers twice. */
function run(id: string, mode: 'DEVNET' | 'PAPER', orders: number, slowerMs = 0): void {
  journal.beginEpoch({ ...sampleEpoch(id), mode, startedAtMs: epochMs(startMs + runs) });
  runs += 1;
  const made = Array.from({ length: orders }, (_, i) =>
    sampleOrder(i, { id: `${id}-${i}`, createdAtMs: epochMs(startMs + 1000 * i) }),
  );
  journal.appendDecisions(
    journal.appendInput(sampleBlock(1)),
    made.map((order) => ({ kind: 'order', order })),
  );
  for (const [i, order] of made.entries()) {
    const atMs = epochMs(order.createdAtMs + i + slowerMs);
    const sent: EngineInput = {
      kind: 'bundleSent',
      atMs,
      relayId: 'r',
      targetBlock: 2,
      orderIds: [order.id],
      result: { kind: 'failed', code: 'RELAY_REFUSED', error: 'no' },
    };
    const silent: EngineInput = {
      ...sent,
      atMs: order.createdAtMs,
      result: { kind: 'failed', code: 'RELAY_TIMEOUT', error: 'nothing' },
    };
    const again: EngineInput = { ...sent, atMs: epochMs(atMs + 5000) };
    if (i % 2 === 1) for (const each of [silent, sent, again]) journal.appendInput(each);
    else journal.appendInput({ kind: 'submitted', atMs, orderId: order.id, result: { kind: 'accepted' } });
  }
}

it('draws from the newest run that really sent enough, each order by its first answer', () => {
  run('old', 'DEVNET', 40, 7);
  run('enough', 'DEVNET', 25);
  run('short', 'DEVNET', 19, 100);
  run('paper', 'PAPER', 60, 200);
  journal.close();
  const { samplesNs, source } = orderLatencies(file());
  expect(source).toContain('measured in the run enough');
  expect(samplesNs.map((ns) => ns / 1e6)).toEqual(Array.from({ length: 25 }, (_, i) => i));
});

it('says that it draws from what is shipped where nothing was measured', () => {
  run('paper', 'PAPER', 60);
  run('short', 'DEVNET', 19);
  journal.close();
  expect(orderLatencies(file()).source).toContain('shipped');
  expect(orderLatencies(join(folder, 'none.sqlite'))).toMatchObject({ source: expect.stringContaining('shipped') });
  expect(orderLatencies(file()).samplesNs.every((ns) => ns > 0)).toBe(true);
});
