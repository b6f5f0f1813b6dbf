import { expect, test } from 'vitest';
import { deflatedSharpe, expectedBestSharpe } from './deflatedSharpe.ts';
import { performance } from './performance.ts';

const yearly = { periodsPerYear: 1, riskFree: 0, target: 0 };

test('counts by hand', () => {
  const result = performance([0.1, -0.2, 0.3], { periodsPerYear: 1, riskFree: 0.01, target: 0.02 });
  expect(result.totalReturn).toBeCloseTo(1.1 * 0.8 * 1.3 - 1, 14);
  expect(result.cagr).toBeCloseTo((1.1 * 0.8 * 1.3) ** (1 / 3) - 1, 14);
  expect(result.maxDrawdown).toBeCloseTo(0.2, 14);
  expect(result.calmar).toBeCloseTo(result.cagr / 0.2, 12);
  const deviation = Math.sqrt((0.0333333333333 ** 2 + 0.2666666666667 ** 2 + 0.2333333333333 ** 2) / 2);
  expect(result.sharpe).toBeCloseTo((0.2 / 3 - 0.01) / deviation, 10);
  expect(result.sortino).toBeCloseTo((0.2 / 3 - 0.02) / Math.sqrt(0.22 ** 2 / 3), 12);
  expect(result.winRate).toBeCloseTo(2 / 3, 14);
  expect(result.profitFactor).toBeCloseTo(2, 14);
});

test('a fall from the start counts, and a year has its periods', () => {
  const daily = [-0.1, 0.05, 0.02];
  expect(performance(daily, yearly).maxDrawdown).toBeCloseTo(0.1, 14);
  const [once, often] = [performance(daily, yearly), performance(daily, { ...yearly, periodsPerYear: 252 })];
  expect(often.sharpe / once.sharpe).toBeCloseTo(Math.sqrt(252), 12);
});

test('ruin is ruin, and what has nothing to divide by is no number', () => {
  expect(performance([0.5, -1, 0.2], yearly)).toMatchObject({ cagr: -1, maxDrawdown: 1, totalReturn: -1 });
  expect(performance([0.1, 0.2], yearly)).toMatchObject({ sortino: Number.NaN, calmar: Number.NaN });
});

test('one trial deflates nothing, more deflate more', () => {
  const evidence = { sharpe: 0.1, n: 500, skew: -0.5, kurtosis: 5, trials: 1, trialsVariance: 0.002 };
  const alone = deflatedSharpe(evidence);
  expect(alone.dsr).toBe(alone.psr);
  expect(deflatedSharpe({ ...evidence, trials: 50 }).dsr).toBeLessThan(deflatedSharpe({ ...evidence, trials: 5 }).dsr);
  expect(expectedBestSharpe(1000, 0)).toBe(0);
});

test.each([
  [() => performance([], yearly), 'SERIES_TOO_SHORT'],
  [() => performance([0.1, 0.1, 0.1], yearly), 'SERIES_CONSTANT'],
  [() => performance([0.1, Number.NaN], yearly), 'SERIES_NOT_FINITE'],
  [() => performance([0.1, 0.2], { ...yearly, periodsPerYear: 0 }), 'PARAMETER_OUT_OF_RANGE'],
  [
    () => deflatedSharpe({ sharpe: 2.5, n: 100, skew: 3, kurtosis: 1.2, trials: 2, trialsVariance: 1 }),
    'MOMENTS_IMPOSSIBLE',
  ],
])('refuses %s', (call, code) => {
  expect(call).toThrow(expect.objectContaining({ code, advice: expect.any(String) }));
});
