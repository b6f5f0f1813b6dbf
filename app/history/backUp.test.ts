import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MarketHistory } from './marketHistory.ts';
import { digits, firstMs, rowsOf, sampleTrades } from './testing/samples.ts';
import { sliceTrades } from './tradeSlices.ts';

let folder: string;
let history: MarketHistory;
const always = [0, Date.UTC(2100, 0, 1)] as const;
const source = { name: 'a', sizeBytes: 1, fingerprint: 'a' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  history = new MarketHistory(join(folder, 'history'));
});

afterEach(() => {
  history.close();
  rmSync(folder, { recursive: true, force: true });
});

it('is the state after some commit, whole, though commits go on meanwhile', async () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  const { id } = history.importOf(source);
  const all = sampleTrades(21, 60_000, 1, firstMs);
  const commit = (from: number): void => {
    history.appendTrades(series, sliceTrades(all, from, from + 1_000));
    history.commit({ id, position: () => from + 1_000, rows: 1_000, finished: false });
  };
  let next = 0;
  for (; next < 30_000; next += 1_000) commit(next);
  const target = join(folder, 'copy');
  const copying = history.backUp(target);
  let ended = false;
  const ending = copying.finally(() => {
    ended = true;
  });
  for (; next < 60_000 && !ended; next += 1_000) {
    commit(next);
    await new Promise(setImmediate);
  }
  await ending;
  const copy = new MarketHistory(target);
  const rows = rowsOf(copy.trades(series, ...always));
  expect(rows.length).toBeGreaterThanOrEqual(30_000);
  expect(copy.importOf(source).position).toBe(rows.length);
  expect(rows).toEqual(rowsOf([sliceTrades(all, 0, rows.length)]));
  expect(copy.check()).toEqual([]);
  copy.close();
});

it('never writes over anything, and leaves nothing that looks whole when it fails', async () => {
  const series = history.series({ venue: 'v', symbol: 's' }, digits);
  history.appendTrades(series, sampleTrades(22, 100));
  history.commit();
  await expect(history.backUp(folder)).rejects.toMatchObject({ code: 'HISTORY_BACKUP_EXISTS' });
  rmSync(join(folder, 'history'), { recursive: true });
  await expect(history.backUp(join(folder, 'copy'))).rejects.toMatchObject({ code: 'HISTORY_UNAVAILABLE' });
  expect(existsSync(join(folder, 'copy'))).toBe(false);
});
