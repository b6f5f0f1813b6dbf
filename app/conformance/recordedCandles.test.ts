import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { intervalMs } from '../candles/interval.ts';
import { makeBars, readBars } from './candleSource.ts';
import { runConformance } from './runConformance.ts';
import { recordedDataFolder } from './testing/dataFolder.ts';

const data = recordedDataFolder();
const binance = data === null ? null : path.join(data, 'candles/binance_spot');
const counts = { run: 0, skipped: 0, bars: 0 };
const folder = mkdtempSync(path.join(tmpdir(), 'recorded-candles-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
  console.log(
    `recorded candles: ${counts.run} run, ${counts.skipped} skipped, ${counts.bars} bars equal to the last digit`,
  );
});

const steps = ['BTC', 'ETH', 'SOL', 'BNB', 'XRP'].flatMap((coin) =>
  (
    [
      ['15m', '1h', 4392],
      ['15m', '1d', 183],
      ['1h', '1d', 1277],
    ] as const
  ).map(([from, to, bars]) => [`${coin}USDT`, from, to, bars] as const),
);

test.each(steps)(
  '%s of Binance, %s to %s, is what Binance says, in each of %i bars',
  (symbol, from, to, bars) => {
    if (binance === null || !existsSync(binance)) {
      counts.skipped += 1;
      console.log(`skipped: ${symbol} ${from} to ${to}: no recorded candles (set SYNDICATE_DATA to their folder)`);
      return;
    }
    const base = { csv: path.join(binance, `${symbol}_${from}.csv.gz`) };
    const expected = { csv: path.join(binance, `${symbol}_${to}.csv.gz`) };
    const file = path.join(folder, `${symbol}-${from}-${to}.json`);
    writeFileSync(file, JSON.stringify({ suite: 'candles', base, to, expect: expected }));
    const lines: string[] = [];
    expect([runConformance(['candles', file], (line) => lines.push(line)), lines]).toEqual([0, ['1 passed, 0 failed']]);
    const made = makeBars(folder, base, undefined, to);
    expect(made.bars).toHaveLength(bars);
    expect((made.endMs - made.startMs) % intervalMs(to)).toBe(0);
    counts.run += 1;
    counts.bars += bars;
  },
  60_000,
);

test('the one hour that Binance lacks stays missing, the one without trades stays', () => {
  if (binance === null || !existsSync(binance)) {
    counts.skipped += 1;
    return;
  }
  const outage = Date.UTC(2023, 2, 24);
  const hours = readBars(folder, { csv: path.join(binance, 'BTCUSDT_1h.csv.gz') }, '1h');
  const day = hours.filter(({ openTimeMs }) => openTimeMs >= outage && openTimeMs < outage + intervalMs('1d'));
  expect(day.map(({ openTimeMs }) => (openTimeMs - outage) / intervalMs('1h'))).not.toContain(13);
  expect(day.filter(({ trades }) => trades === 0).map(({ openTimeMs }) => new Date(openTimeMs).getUTCHours())).toEqual([
    12,
  ]);
  expect(day).toHaveLength(23);
  counts.run += 1;
}, 60_000);
