import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runConformance } from './runConformance.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';

const data = recordedDataFolder();
const counts = { run: 0, skipped: 0 };
const folder = mkdtempSync(path.join(tmpdir(), 'recorded-books-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(`recorded books: ${counts.run} run, ${counts.skipped} skipped`);
});

const hft = 'orderbook/hftbacktest_binance';
const sessions = 'exchange_ws/cryptofeed';

test.each([
  ['binance', [`${hft}/spot_btcusdt_20240808.jsonl.gz`], '3432 times compared, 3432 equal', 'applied 3448'],
  ['binance', [`${hft}/usdm_btcusdt_20240808.jsonl.gz`], '6297 times compared, 6297 equal', 'applied 6545'],
  ['hyperliquid', [`${hft}/hyperliquid_btcusd_20250126.jsonl.gz`], '46 times compared, 46 equal', 'snapshot 46'],
  ['bybit', ['orderbook/nautilus/bybit_XRPUSDT_ob500_2024-12-01.jsonl.gz'], '1 times compared, 1 equal', 'applied 49'],
  ['coinbase', [`${sessions}/COINBASE.ws.28.0.txt.gz`], '107 times compared, 107 equal', 'applied 9719'],
  ['kraken', [`${sessions}/KRAKEN.ws.50.0.txt.gz`], '4279 times compared, 4279 equal', 'applied 4269'],
  [
    'binance',
    [`${sessions}/BINANCE.ws.1.0.txt.gz`, `${sessions}/BINANCE.http.0.0.txt.gz`],
    '141 times compared, 141 equal',
    'applied 172',
  ],
] as const)(
  'the books of %s rebuilt from %s are the ones it quoted',
  (venue, streams, compared, applied) => {
    const files = streams.map((stream) => path.join(data ?? '', stream));
    if (data === null || !files.every(existsSync)) {
      counts.skipped += 1;
      console.log(`skipped: ${streams.join(', ')}: no recorded stream (set SYNDICATE_DATA to its folder)`);
      return;
    }
    const file = path.join(folder, 'vector.json');
    writeFileSync(file, JSON.stringify({ suite: 'book', venue, stream: files }));
    const lines: string[] = [];
    const code = runConformance(['book', file], (line) => lines.push(line));
    const text = lines.join('\n');
    expect([code, text]).toEqual([0, expect.stringContaining(compared)]);
    expect(text).toContain(applied);
    expect(text).toContain('gaps: 0 in the numbering, 0 missed; crossed books shown: 0');
    expect(text).toContain('unknown: none; malformed: 0; unreadable lines: 0');
    counts.run += 1;
  },
  120_000,
);
