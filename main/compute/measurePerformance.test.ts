import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type PerformanceSettings, performanceReportSchema } from '../../app/contract/performance.ts';
import { wei } from '../../app/domain/amount.ts';
import { epochMs, monotonicNs } from '../../app/domain/clock.ts';
import type { RunMode } from '../../app/domain/mode.ts';
import { openJournal } from '../../app/store/journal.ts';
import { sampleBlock, sampleEpoch, sampleFill, sampleOrder } from '../../app/store/testing/sampleRecords.ts';
import { countTrial } from '../../app/store/trialLedger.ts';
import { EpochReads } from './epochReads.ts';
import { measurePerformance } from './measurePerformance.ts';

const ether = 10n ** 18n;
const settings: PerformanceSettings = {
  ...{ mode: 'DEVNET', account: null, strategy: null, period: '1m', fromMs: null, toMs: null },
};
const measure = (folder: string, given: Partial<PerformanceSettings> = {}) =>
  performanceReportSchema.parse(
    measurePerformance(folder, { ...settings, ...given }, { monotonicNs: () => monotonicNs(0) }),
  );

/** An epoch of an hour with an order a minute, each of which brought so much of the 10 that were owned. */
function journaled(folder: string, id: string, mode: RunMode, netOf: (index: number) => bigint): void {
  const journal = openJournal(folder);
  const epoch = sampleEpoch(id);
  journal.beginEpoch({ ...epoch, mode });
  for (let index = 1; index <= 60; index += 1) {
    const atMs = epochMs(epoch.startedAtMs + index * 60_000);
    const net = netOf(index);
    const fill = sampleFill(index);
    const gas = fill.gasPaid;
    const order = sampleOrder(index, { state: net > 0n ? 'landed' : 'reverted', createdAtMs: atMs });
    const seq = journal.appendInput({ ...sampleBlock(index), atMs });
    journal.appendDecisions(seq, [
      {
        kind: 'equity',
        point: {
          blockNumber: index,
          atMs,
          total: wei(10n * ether),
          external: wei(0n),
          result: wei(0n),
          dollars: null,
          unpriced: 0,
        },
      },
      { kind: 'order', order },
      { kind: 'fill', fill: { ...fill, orderId: order.id, net: wei(net), gasPaid: gas } },
    ]);
  }
  journal.close();
}

test('measures one mode by its own journal, and never another with it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'performance-'));
  journaled(folder, 'real', 'DEVNET', (index) => (index % 3 === 0 ? -ether / 100n : ether / 50n));
  journaled(folder, 'paper', 'PAPER', () => ether);
  const report = measure(folder);
  expect(report.problem).toBeNull();
  expect(report.orders).toEqual({ sent: 60, landed: 40, failed: 20, results: 60 });
  expect(report.money.net).toBe((40n * ether) / 50n - (20n * ether) / 100n);
  expect(report.money.gross - report.money.gas).toBe(report.money.net);
  expect(report.money.failureCost).toBeGreaterThan(0n);
  expect(report.statistics.winRate).toBeCloseTo(2 / 3, 12);
  expect(report.statistics.profitFactor).toBeCloseTo(4, 10);
  expect(report.statistics.maxDrawdown).toBeCloseTo(0.001, 10);
  expect(report.statistics.totalReturn).toBeCloseTo(1.002 ** 40 * 0.999 ** 20 - 1, 10);
  // An hour is not compounded to a year.
  expect([report.statistics.cagr, report.statistics.calmar, report.evidence.intervals.cagr]).toEqual([
    null,
    null,
    null,
  ]);
  expect(report.statistics.sharpe).toBeGreaterThan(0);
  expect(report.drawdowns[0]?.troughMs).toBeGreaterThan(report.drawdowns[0]?.peakMs ?? 0);
  expect(report.accounts.map(({ mode }) => mode).sort()).toEqual(['DEVNET', 'PAPER']);
  expect(report.targets.find(({ name }) => name === 'successRate')?.actual).toBeCloseTo(2 / 3, 12);
  expect(measure(folder, { mode: 'PAPER' }).money.net).toBe(60n * ether);
  expect(measure(folder, { account: 'elsewhere:0x0' }).problem?.advice).toMatch(/another/);
  expect(measure(folder, { strategy: 'none' }).orders.sent).toBe(0);
});

test('a part of the time is measured alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'performance-'));
  journaled(folder, 'real', 'DEVNET', () => ether / 50n);
  const { startedAtMs } = sampleEpoch('real');
  const report = measure(folder, { fromMs: startedAtMs + 30 * 60_000, toMs: startedAtMs + 40 * 60_000 });
  expect(report.orders.sent).toBe(10);
  expect(report.sample.periods).toBeLessThanOrEqual(11);
});

test('every trial that was counted makes the same record worth less', () => {
  const folder = mkdtempSync(join(tmpdir(), 'performance-'));
  journaled(folder, 'real', 'DEVNET', (index) => (index % 2 === 0 ? -ether / 100n : ether / 55n));
  const alone = measure(folder);
  expect(alone.trials).toMatchObject({ counted: 1, measured: 0 });
  for (let i = 0; i < 40; i += 1)
    countTrial(folder, { id: `replay:${i}`, kind: 'replay', atMs: i, subject: 'a file', settings: '{}' });
  const after = measure(folder);
  expect(after.trials.counted).toBe(41);
  expect(after.trials.byKind).toContainEqual({ kind: 'replay', count: 40 });
  expect(after.evidence.deflated ?? 1).toBeLessThan(alone.evidence.deflated ?? 0);
  expect(after.evidence.probabilistic).toBe(alone.evidence.probabilistic);
});

test('an epoch that nothing changed since is not read again, and one that did is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'performance-'));
  journaled(folder, 'real', 'DEVNET', () => ether / 50n);
  journaled(folder, 'paper', 'PAPER', () => ether);
  const reads = new EpochReads();
  const ask = (mode: RunMode): bigint =>
    measurePerformance(folder, { ...settings, mode }, { monotonicNs: () => monotonicNs(0) }, reads).money.net;
  expect([ask('DEVNET'), ask('PAPER'), ask('DEVNET'), ask('PAPER')]).toEqual([
    (60n * ether) / 50n,
    60n * ether,
    (60n * ether) / 50n,
    60n * ether,
  ]);
  expect(reads.journalReads).toBe(2);
  const journal = openJournal(folder);
  journal.beginEpoch({ ...sampleEpoch('real'), mode: 'DEVNET' });
  const order = sampleOrder(61, { state: 'landed', createdAtMs: epochMs(sampleEpoch('real').startedAtMs + 3_700_000) });
  const seq = journal.appendInput({ ...sampleBlock(61), atMs: order.createdAtMs });
  const fill = { ...sampleFill(61), orderId: order.id, net: wei(ether) };
  journal.appendDecisions(seq, [
    { kind: 'order', order },
    { kind: 'fill', fill },
  ]);
  journal.close();
  expect([ask('DEVNET'), ask('PAPER')]).toEqual([(60n * ether) / 50n + ether, 60n * ether]);
  expect(reads.journalReads).toBe(3);
});

test('without a journal it says what to do', () => {
  const report = measure(mkdtempSync(join(tmpdir(), 'performance-')));
  expect(report.problem?.advice).toMatch(/strategy trade/);
});
