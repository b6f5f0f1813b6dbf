import { expect, test } from 'vitest';
import type { Candle } from './candle.ts';
import { CandleCheck } from './candleCheck.ts';
import { RowReport } from './rowReport.ts';

const digits = { price: 0, volume: 0, quoteVolume: 0 };

const quiet = { quoteVolume: null, trades: null, takerVolume: null, takerQuoteVolume: null };
const good: Candle = { openTimeMs: 600_000, open: 5n, high: 9n, low: 4n, close: 6n, volume: 10n, ...quiet };

function minute(count: number, other: Partial<Candle> = {}): Candle {
  return { ...good, openTimeMs: count * 60_000, ...other };
}

function checked(candles: readonly Candle[]): { taken: number[]; report: RowReport } {
  const report = new RowReport();
  const check = new CandleCheck('1m', report, digits);
  const taken = candles.flatMap((candle, i) => (check.accept(i + 1, candle) ? [i + 1] : []));
  return { taken, report };
}

test.each([
  ['notPositive', { low: 0n }],
  ['notPositive', { open: -5n }],
  ['highBelowLow', { high: 4n, low: 9n }],
  ['outsideRange', { close: 10n }],
  ['outsideRange', { open: 3n }],
  ['negativeSize', { volume: -1n }],
  ['negativeSize', { quoteVolume: -1n }],
  ['negativeSize', { trades: -1 }],
  ['misaligned', { openTimeMs: 120_001 }],
  ['duplicate', { openTimeMs: 60_000 }],
  ['conflict', { openTimeMs: 60_000, close: 5n }],
  ['outOfOrder', { openTimeMs: 0 }],
] as const)('a row with %s is skipped, counted and named', (problem, other) => {
  const { taken, report } = checked([minute(1), minute(2, other), minute(2)]);
  expect(taken).toEqual([1, 3]);
  expect(report.findings.map(({ row, problem: found }) => [row, found])).toEqual([[2, problem]]);
  expect([report.count(problem), report.skipped, report.missing]).toEqual([1, 1, 0]);
});

test.each([
  ['gap', { openTimeMs: 300_000 }, 3],
  ['priceJump', { high: 61n }, 0],
  ['takerAboveVolume', { takerVolume: 11n }, 0],
  ['takerAboveVolume', { quoteVolume: 5n, takerQuoteVolume: 6n }, 0],
] as const)('a row with %s is taken, counted and named', (problem, other, missing) => {
  const { taken, report } = checked([minute(1), minute(2, other)]);
  expect(taken).toEqual([1, 2]);
  expect(report.findings.map(({ row, problem: found }) => [row, found])).toEqual([[2, problem]]);
  expect([report.skipped, report.missing]).toEqual([0, missing]);
});

test('a size ten thousand times the usual is flagged, and only that', () => {
  const usual = Array.from({ length: 60 }, (_, i) => minute(i));
  const { taken, report } = checked([
    ...usual,
    minute(60, { volume: 100_000n }),
    minute(61, { volume: 2_000_000_000n }),
  ]);
  expect(taken).toHaveLength(62);
  expect(report.findings).toEqual([
    { row: 62, problem: 'absurdSize', detail: '1970-01-01 01:01 UTC: volume 2000000000' },
  ]);
});

test('a skipped row is not what the next is compared with', () => {
  const { taken } = checked([minute(1), minute(9, { low: 0n }), minute(2)]);
  expect(taken).toEqual([1, 3]);
});

test('a check that goes on from its stored state finds the same', () => {
  const candles = Array.from({ length: 80 }, (_, i) =>
    minute(i - (i % 7 === 6 ? 1 : 0), { volume: BigInt(1 + i ** 3) }),
  );
  const whole = checked(candles).report.save();
  for (const cut of [1, 7, 40, 79]) {
    const report = new RowReport();
    const check = new CandleCheck('1m', report, digits);
    for (const [i, candle] of candles.slice(0, cut).entries()) check.accept(i + 1, candle);
    const stored = JSON.parse(JSON.stringify({ check: check.save(), report: report.save() }));
    const later = new RowReport(stored.report);
    const goesOn = new CandleCheck('1m', later, digits, stored.check);
    for (const [i, candle] of candles.slice(cut).entries()) goesOn.accept(cut + i + 1, candle);
    expect(later.save()).toEqual(whole);
  }
});

test('of each kind a hundred are kept and all are counted; details are cut', () => {
  const report = new RowReport();
  for (let row = 1; row <= 150; row += 1) report.note(row, 'columns', 'x'.repeat(500));
  report.note(151, 'gap', '');
  expect([report.count('columns'), report.skipped, report.findings.length]).toEqual([150, 150, 101]);
  expect(report.findings[0]?.detail).toHaveLength(120);
});
