import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../domain/random.ts';
import { adjacentReturns } from '../series/adjacentReturns.ts';
import { rollingBacktest } from './rollingBacktest.ts';
import { tailMethods } from './tailModel.ts';
import { tailReport } from './tailReport.ts';
import { binomialAtMost, trafficLight } from './trafficLight.ts';
import { historicalTail } from './valueAtRisk.ts';

/** Returns whose variance clusters, with fat tails. */
function clustered(count: number, random: Random): Float64Array {
  let h = 1e-4;
  return Float64Array.from({ length: count }, () => {
    const chi = Array.from({ length: 6 }, () => random.normal() ** 2).reduce((sum, each) => sum + each, 0);
    const e = Math.sqrt(h) * random.normal() * Math.sqrt(4 / chi);
    h = 3e-6 + 0.1 * Math.min(e * e, 30 * h) + 0.87 * h;
    return e;
  });
}

const stepS = 86_400;

/** Closing prices of the returns, from a price of 100. */
function pricesOf(returns: Float64Array): { timeS: number[]; close: number[] } {
  let price = 100;
  const close = [price, ...Array.from(returns, (value) => (price *= 1 + value))];
  return { timeS: close.map((_, i) => i * stepS), close };
}

/** The zones of the Basel table for 250 forecasts at 99 %. */
test('the traffic light is that of the supervisors', () => {
  expect([0, 4, 5, 9, 10, 20].map((hits) => trafficLight(hits, 250, 0.99))).toEqual([
    'green',
    'green',
    'yellow',
    'yellow',
    'red',
    'red',
  ]);
  // Cumulative probabilities of that table: 4 hits 89.22 %, 5 hits 95.88 %, 9 hits 99.97 %.
  expect(binomialAtMost(4, 250, 0.01)).toBeCloseTo(0.8922, 4);
  expect(binomialAtMost(5, 250, 0.01)).toBeCloseTo(0.9588, 4);
  expect(binomialAtMost(9, 250, 0.01)).toBeCloseTo(0.9997, 4);
  expect(binomialAtMost(250, 250, 0.01)).toBeCloseTo(1, 12);
});

test('every method passes on returns as its model has them, and forecasts see nothing of the future', () => {
  const returns = clustered(1_250, seededRandom(11));
  const request = { window: 500, levels: [0.95, 0.99], refitEvery: 10, most: 750 };
  for (const method of tailMethods) {
    const { forecasts, levels, fits } = rollingBacktest(returns, method, request);
    expect(forecasts).toBe(750);
    expect(fits).toBe(method === 'historical' ? 0 : 75);
    for (const { kupiecP, light } of levels) {
      expect(kupiecP, method).toBeGreaterThan(0.01);
      expect(light, method).not.toBe('red');
    }
  }
  const later = Float64Array.from(returns);
  later[1_249] = -0.9;
  const hits = (series: Float64Array) => rollingBacktest(series, 'garch-t', request).levels.map((each) => each.hits);
  const one = hits(returns).map((count) => count + 1);
  expect(hits(later).map((count, i) => count === one[i] || count === (one[i] ?? 0) - 1)).toEqual([true, true]);
});

test('a risk that is half of what it should be is found out', () => {
  const calm = clustered(600, seededRandom(3)).map((value) => value / 6);
  const rough = clustered(400, seededRandom(4));
  const { levels } = rollingBacktest(Float64Array.from([...calm, ...rough]), 'historical', {
    window: 600,
    levels: [0.99],
    refitEvery: 1,
    most: 400,
  });
  expect(levels[0]?.light).not.toBe('green');
  expect(levels[0]?.kupiecP).toBeLessThan(0.01);
});

test('a gap is dropped: filled, the same returns ruin the coverage', () => {
  const all = clustered(1_500, seededRandom(21));
  const { timeS, close } = pricesOf(all);
  const random = seededRandom(5);
  // Four in ten bars are lost, in stretches.
  const isThere: boolean[] = [];
  while (isThere.length < timeS.length) {
    const [here, away] = [6 + random.below(12), 4 + random.below(8)];
    isThere.push(...new Array<boolean>(here).fill(true), ...new Array<boolean>(away).fill(false));
  }
  const kept = timeS.map((_, i) => i).filter((i) => isThere[i] === true);
  const series = { name: 'a', timeS: kept.map((i) => timeS[i] ?? 0), close: kept.map((i) => close[i] ?? 0) };
  const dropped = adjacentReturns([series], stepS, 20);
  const returns = Float64Array.from(dropped.returns.get('a') ?? []);
  expect(dropped.dropped).toBeGreaterThan(300);
  for (const [k, at] of dropped.timeS.entries())
    expect(returns[k]).toBeCloseTo(all[Math.round(at / stepS) - 1] ?? Number.NaN, 12);

  const filledClose = [...close];
  for (let i = 1; i < filledClose.length; i += 1) if (isThere[i] !== true) filledClose[i] = filledClose[i - 1] ?? 0;
  const filled = { name: 'a', timeS, close: filledClose };
  const padded = adjacentReturns([filled], stepS, 20);
  const request = { window: 250, levels: [0.95], refitEvery: 10, most: 600 };
  const right = rollingBacktest(returns, 'historical', request).levels[0];
  expect(right?.kupiecP).toBeGreaterThan(0.05);

  // What the filled series says, held against the returns that there really were.
  const bars = Float64Array.from(padded.returns.get('a') ?? []);
  const hits: number[] = [];
  for (let t = 250; t < bars.length; t += 1) {
    if (isThere[t] !== true || isThere[t + 1] !== true) continue;
    const [tail] = historicalTail(bars.subarray(t - 250, t), { levels: [0.95], horizon: 1 });
    hits.push(Number(-(bars[t] ?? 0) > (tail?.valueAtRisk ?? 1)));
  }
  const rate = hits.reduce((sum, hit) => sum + hit, 0) / hits.length;
  expect(rate).toBeGreaterThan(0.065);
  expect(Math.abs((right?.hitRate ?? 1) - 0.05)).toBeLessThan(Math.abs(rate - 0.05));
});

test('several series are taken at the times that they share', () => {
  const a = { name: 'a', timeS: [0, 1, 2, 3, 5, 6], close: [1, 2, 4, 8, 32, 64] };
  const b = { name: 'b', timeS: [1, 2, 3, 4, 5, 6], close: [1, 1, 2, 2, 4, 8] };
  const both = adjacentReturns([a, b], 1, 2);
  expect(both.timeS).toEqual([2, 3, 6]);
  expect([...both.returns.values()]).toEqual([
    [1, 1, 1],
    [0, 1, 1],
  ]);
  expect(both.dropped).toBe(2);
});

test('a model that cannot be fitted says so and shows the historical figures', () => {
  const request = { levels: [0.95], window: 300, horizon: 1, refitEvery: 5, mostForecasts: 50 };
  // Up and down by turns: the tails of a Student-t have nothing to hold on to.
  const reports = [120, 150, 200, 250].map((count) =>
    tailReport(
      Float64Array.from({ length: count }, (_, i) => i % 2),
      request,
    ),
  );
  const { methods } = reports.find((report) => report.methods.some(({ converged }) => !converged)) ?? { methods: [] };
  const historical = methods.find(({ method }) => method === 'historical');
  const lost = methods.filter(({ converged }) => !converged);
  expect(lost.length).toBeGreaterThan(0);
  expect(lost.some(({ backtest }) => (backtest?.notConverged ?? 0) > 0)).toBe(true);
  for (const { problem, risks } of lost) {
    expect(problem).not.toBe('');
    expect(risks).toEqual(historical?.risks);
  }
});

test.each([
  ['nothing', () => adjacentReturns([], 1, 2), 'ASSETS_MISSING'],
  [
    'a price of nothing',
    () => adjacentReturns([{ name: 'a', timeS: [0, 1], close: [1, 0] }], 1, 1),
    'PRICE_NOT_POSITIVE',
  ],
  [
    'no number',
    () => adjacentReturns([{ name: 'a', timeS: [0, 1], close: [Number.NaN, 1] }], 1, 1),
    'PRICE_NOT_POSITIVE',
  ],
  ['gaps alone', () => adjacentReturns([{ name: 'a', timeS: [0, 2, 4], close: [1, 2, 3] }], 1, 1), 'ASSETS_TOO_SHORT'],
  [
    'a constant',
    () => tailReport(new Float64Array(50), { levels: [0.9], window: 50, horizon: 1, refitEvery: 1, mostForecasts: 20 }),
    'SERIES_CONSTANT',
  ],
  [
    'one return',
    () => tailReport(Float64Array.of(0.1), { levels: [0.9], window: 50, horizon: 1, refitEvery: 1, mostForecasts: 20 }),
    'SERIES_TOO_SHORT',
  ],
  [
    'infinity',
    () =>
      tailReport(
        Float64Array.from({ length: 50 }, (_, i) => (i === 3 ? Number.POSITIVE_INFINITY : i)),
        { levels: [0.9], window: 50, horizon: 1, refitEvery: 1, mostForecasts: 20 },
      ),
    'SERIES_NOT_FINITE',
  ],
])('refuses %s and says what to do', (_what, call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
