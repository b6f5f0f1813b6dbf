import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '../../app/domain/random.ts';
import type { TerminalApp } from './terminalApp.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2021, 0, 1);
const days = 700;

/** Daily bars of a price that wanders with the others, of which a week is missing. */
export function writtenDays(folder: string, symbol: string, seed: number): string {
  const [market, own] = [seededRandom(1), seededRandom(seed)];
  let price = 100;
  const rows = Array.from({ length: days }, (_, i) => {
    const open = price;
    price *= Math.exp(0.015 * market.normal() + 0.01 * own.normal());
    return [startMs + i * dayMs, open, Math.max(open, price) * 1.001, Math.min(open, price) * 0.999, price, 10]
      .map((value, k) => (k === 0 ? String(value) : value.toFixed(6)))
      .join();
  }).filter((_, i) => i < 300 || i >= 307);
  const file = join(folder, `${symbol}_1d.csv`);
  writeFileSync(file, ['open_time_ms,open,high,low,close,volume_base', ...rows].join('\n'));
  return file;
}

/** Imports a file of daily bars through the bridge that the panel of recorded data uses. */
export async function importDays(terminal: TerminalApp, file: string, symbol: string): Promise<void> {
  await terminal.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] });
  }, file);
  await terminal.ask('panels', `syndicate.chooseImport({})`);
  await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'chosen')`);
  const order = `{ content: { kind: 'candles', interval: '1d' }, venue: 'paper', symbol: '${symbol}', columnOrder: 'named' }`;
  await terminal.ask('panels', `syndicate.startImport(${order})`);
  await terminal.until('panels', `syndicate.importJob({}).then(({ value }) => value.job?.state === 'finished')`);
  await terminal.ask('panels', `syndicate.controlImport({ action: 'dismiss' })`);
}
