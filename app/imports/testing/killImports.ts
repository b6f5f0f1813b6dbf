import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { intervals } from '../../candles/interval.ts';
import { seededRandom } from '../../domain/random.ts';
import { MarketHistory } from '../../history/marketHistory.ts';
import { rollUpTrades } from '../../history/rollUp.ts';
import { tradeRows } from '../../history/tradeBlock.ts';

const importer = fileURLToPath(new URL('./importer.ts', import.meta.url));
const always = [0, Date.UTC(2100, 0, 1)] as const;
const rows = 60_000;
const firstMs = Date.UTC(2024, 5, 1);
/** Days are few for some batches and many for others, so that both ways of a commit are met. */
const atMs = (i: number): number =>
  firstMs + (i < rows / 2 ? i * 3_000 : (rows / 2) * 3_000 + (i - rows / 2) * 400_000);
const line = (i: number): string => `${i},${atMs(i)},${30_000 + (i % 97)}.${i % 10},0.00${1 + (i % 9)},buy`;

/** Starts the importer and kills it after a while. Returns the last number of rows that it acknowledged, and whether it ended by itself. */
async function run(
  folder: string,
  file: string,
  killAfterMs: number,
): Promise<{ acknowledged: number; ended: boolean }> {
  const child = spawn(process.execPath, [importer, folder, file], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  const counts = text.split('\n').filter((each) => /^\d+$/.test(each));
  return { acknowledged: Number(counts.at(-1) ?? 0), ended: code === 0 };
}

/**
 * Kills an importer, a maker of candles and a backup at random moments, and looks after each time whether a row that it acknowledged is gone
 * or doubled, and at the end whether candles and backup are whole.
 */
export async function killImports(seed: number, kills: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'killed-import-'));
  const random = seededRandom(seed);
  const file = join(folder, 'trades.csv');
  writeFileSync(file, ['id,time_ms,price,size,side', ...Array.from({ length: rows }, (_, i) => line(i))].join('\n'));
  let killed = 0;
  try {
    for (let acknowledged = 0; killed < kills; ) {
      const outcome = await run(folder, file, 150 + Math.floor(random.next() * 1_500));
      if (!outcome.ended) killed += 1;
      acknowledged = Math.max(acknowledged, outcome.acknowledged);
      const ids = storedIds(join(folder, 'history'));
      expect(ids.length, `seed ${seed}, kill ${killed}`).toBeGreaterThanOrEqual(acknowledged);
      expect(ids).toEqual(ids.map((_, i) => i));
      if (existsSync(join(folder, 'copy'))) expectWhole(join(folder, 'copy'));
      if (!outcome.ended) continue;
      // All of it done: the next round begins anew.
      for (const name of ['history', 'copy']) rmSync(join(folder, name), { recursive: true, force: true });
      acknowledged = 0;
    }
    await run(folder, file, 600_000);
    expectWhole(join(folder, 'history'));
    expectWhole(join(folder, 'copy'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return killed;
}

function storedIds(folder: string): readonly number[] {
  const history = new MarketHistory(folder);
  const [series] = history.allSeries();
  const stored = series === undefined ? [] : [...history.trades(series, ...always)];
  history.close();
  return stored.flatMap((columns) => [...tradeRows(columns)].map(({ id }) => Number(id)));
}

function expectWhole(folder: string): void {
  const history = new MarketHistory(folder);
  expect(history.check()).toEqual([]);
  expect(rollUpTrades(history)).toBe(0);
  const [series] = history.allSeries();
  for (const interval of series === undefined ? [] : intervals) {
    const trades = [...history.candles(series as NonNullable<typeof series>, interval, ...always)].map(
      (bar) => bar.trades ?? 0,
    );
    expect(trades.reduce((sum, count) => sum + count, 0)).toBe(rows);
  }
  history.close();
}
