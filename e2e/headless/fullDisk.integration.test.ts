import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { MarketHistory } from '../../app/history/marketHistory.ts';
import { digits, sampleTrades } from '../../app/history/testing/samples.ts';
import { openJournal } from '../../app/store/journal.ts';
import { sampleBlock, sampleEpoch, sampleOrder } from '../../app/store/testing/sampleRecords.ts';
import { writeDiskSettings } from './testing/diskSettings.ts';
import { type SmallDisk, smallDisk } from './testing/faults/smallDisk.ts';
import { HeadlessRun } from './testing/headlessRun.ts';
import { currentEpoch } from './testing/journalView.ts';

const disk = smallDisk();
const always = [0, Date.UTC(2100, 0, 1)] as const;
let round = 0;
let folder = '';

beforeEach(() => {
  if (typeof disk === 'string') return;
  round += 1;
  folder = join(disk.folder, String(round));
  mkdirSync(folder, { recursive: true });
});

afterAll(() => {
  if (typeof disk !== 'string') disk.remove();
});

/** A disk that is really full, not one that is said to be. */
describe.skipIf(typeof disk === 'string')(
  typeof disk === 'string' ? `a full disk (skipped: ${disk})` : 'a full disk',
  () => {
    const { fill, free } = disk as SmallDisk;

    it('halts trading before it is full, with no record lost, and trades again only when it is told to', async () => {
      writeDiskSettings(folder, { warnBelowMb: 150, haltBelowMb: 100 });
      const run = await HeadlessRun.start({ data: folder, seed: 31 });
      try {
        await run.landMore(1);
        fill(60);
        await run.until(() => currentEpoch(run.data)?.tradingState === 'halted', 'the halt');
        expect(run.output).toContain('trading halts before the journal cannot be written');
        const block = (): number => currentEpoch(run.data)?.lastBlock?.number ?? 0;
        const [atHalt, orders] = [block(), currentEpoch(run.data)?.orders.length];
        free();
        await run.until(() => block() > atHalt + 6, 'blocks after the halt');
        expect(currentEpoch(run.data)?.orders.length).toBe(orders);
        expect(await run.end()).toBe(0);
        expect(run.summary()).toMatchObject({
          ledgerMatchesChain: true,
          errors: [],
          warnings: expect.arrayContaining([expect.stringContaining('MB are free')]),
        });
      } finally {
        free();
        run.dispose();
      }
      const again = await HeadlessRun.start({ data: folder, seed: 32, args: ['--resume'] });
      try {
        await again.landMore(1);
      } finally {
        again.dispose();
      }
    });

    it('keeps the market history readable, and takes what waits once there is room', () => {
      const history = new MarketHistory(join(folder, 'history'), { leastFreeBytes: 0 });
      const series = history.series({ venue: 'v', symbol: 's' }, digits);
      const trades = sampleTrades(1, 200_000, 50);
      const half = (from: number, to: number) =>
        history.appendTrades(series, {
          atMs: trades.atMs.slice(from, to),
          price: trades.price.slice(from, to),
          size: trades.size.slice(from, to),
          side: trades.side.slice(from, to),
          ids: trades.ids?.slice(from, to) ?? null,
        });
      const stored = (): number =>
        [...history.trades(series, ...always)].reduce((sum, columns) => sum + columns.atMs.length, 0);
      half(0, 100_000);
      history.commit();
      fill();
      try {
        half(100_000, 200_000);
        expect(() => history.commit()).toThrowError(expect.objectContaining({ code: 'HISTORY_DISK_LOW' }));
        expect(stored()).toBe(100_000);
        expect(history.check()).toEqual([]);
      } finally {
        free();
      }
      history.commit();
      expect(stored()).toBe(200_000);
      expect(history.check()).toEqual([]);
      history.close();
    });

    it('loses no record of the journal: what waits is committed once there is room', () => {
      const journal = openJournal(folder);
      journal.beginEpoch(sampleEpoch('e1'));
      let written = 0;
      const append = (count: number): void => {
        for (const to = written + count; written < to; ) {
          written += 1;
          const seq = journal.appendInput(sampleBlock(written));
          journal.appendDecisions(seq, [{ kind: 'order', order: sampleOrder(written) }]);
        }
      };
      append(100);
      journal.commitDurably();
      fill();
      try {
        const commit = (): void => {
          for (let i = 0; i < 100; i += 1) {
            append(100);
            journal.commitDurably();
          }
        };
        expect(commit).toThrowError(expect.objectContaining({ code: 'STORE_DISK_FULL' }));
        expect(journal.pending).toBeGreaterThan(0);
      } finally {
        free();
      }
      journal.commitDurably();
      expect(journal.pending).toBe(0);
      const nonces = journal.loadEpoch('e1')?.orders.map(({ nonce }) => nonce);
      expect(nonces).toEqual(Array.from({ length: written }, (_, i) => i + 1));
      journal.close();
    });
  },
);
