import path from 'node:path';
import { z } from 'zod';
import type { Candle } from '../candles/candle.ts';
import { type Interval, intervalMs, intervals } from '../candles/interval.ts';
import { formatUnits } from '../domain/amount.ts';
import { caseName } from './amm.ts';
import { candleSource, candleVectorDigits, type MadeBars, makeBars, readBars } from './candleSource.ts';
import type { Tally } from './tally.ts';
import { problemOf } from './vectorPools.ts';

const candleCase = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  base: candleSource,
  from: z.enum(intervals).optional(),
  to: z.enum(intervals),
  expect: candleSource,
});
const candleFile = z.looseObject({ suite: z.literal('candles'), cases: z.array(z.unknown()).optional() });

const digitsOf: Readonly<Record<string, number>> = {
  openTimeMs: 0,
  trades: 0,
  quoteVolume: candleVectorDigits.quoteVolume,
  takerQuoteVolume: candleVectorDigits.quoteVolume,
};

function shown(name: string, value: unknown): string {
  return typeof value === 'bigint' ? formatUnits(value, digitsOf[name] ?? candleVectorDigits.price) : String(value);
}

/** What of two bars of one interval differs. A column that the expected bar lacks is not compared. */
function barProblem(got: Candle, wanted: Candle): string | null {
  for (const [name, value] of Object.entries(wanted)) {
    const ours: unknown = Object.entries(got).find(([each]) => each === name)?.[1];
    if (value !== null && ours !== value) return `${name} is ${shown(name, ours)}, expected ${shown(name, value)}`;
  }
  return null;
}

/** The intervals in which the base lacks a part that the expected bars may have seen: they cannot be compared. */
function cutIntervals(made: MadeBars, expected: readonly Candle[], lengthMs: number): Set<number> {
  const cut = new Set<number>();
  const startOf = (atMs: number): number => atMs - (atMs % lengthMs);
  const first = startOf(made.startMs);
  const last = startOf(made.endMs - 1);
  if (made.startMs !== first && (expected[0]?.openTimeMs ?? first) < first) cut.add(first);
  if (made.endMs !== last + lengthMs && (expected.at(-1)?.openTimeMs ?? last) > last) cut.add(last);
  return cut;
}

function comparisonProblem(made: MadeBars, expected: readonly Candle[], to: Interval): string | null {
  const cut = cutIntervals(made, expected, intervalMs(to));
  const bars = made.bars.filter(({ openTimeMs }) => !cut.has(openTimeMs));
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return 'the base makes no whole bar';
  const wanted = new Map(expected.map((bar) => [bar.openTimeMs, bar]));
  const problems: string[] = [];
  for (const bar of bars) {
    const other = wanted.get(bar.openTimeMs);
    const problem = other === undefined ? 'is not expected' : barProblem(bar, other);
    if (problem !== null) problems.push(`bar ${bar.openTimeMs}: ${problem}`);
  }
  const ours = new Set(bars.map(({ openTimeMs }) => openTimeMs));
  for (const { openTimeMs } of expected) {
    const inside = openTimeMs >= first.openTimeMs && openTimeMs <= last.openTimeMs;
    if (inside && !ours.has(openTimeMs)) problems.push(`bar ${openTimeMs}: is missing`);
  }
  if (problems.length === 0) return null;
  return `${problems.length} of ${bars.length} bars differ; ${problems[0]}`;
}

function caseProblem(folder: string, raw: unknown): string | null {
  const parsed = candleCase.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const { base, from, to, expect } = parsed.data;
  try {
    return comparisonProblem(makeBars(folder, base, from, to), readBars(folder, expect, to), to);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Bars made of shorter bars or of trades. `name` is the path of the file: its tables are looked for beside it. */
export function runCandles(name: string, content: unknown, tally: Tally): void {
  const file = candleFile.safeParse(content);
  if (!file.success) {
    tally.count(name, problemOf(file.error));
    return;
  }
  const cases = file.data.cases ?? [content];
  cases.forEach((raw, i) => {
    tally.count(caseName(name, 'case', raw, i), caseProblem(path.dirname(name), raw));
  });
}
