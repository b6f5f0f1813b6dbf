import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unitDistribution } from './innovation.ts';
import { chiSquaredTail, erfc, normalProbability, normalQuantile } from './normal.ts';
import { studentProbability, studentQuantile } from './student.ts';

/** SciPy 1.17: special.erfc, stats.t.ppf, stats.t.cdf; the skewed t by quadrature of its density. */
test.each([
  [() => erfc(0.1), 0.8875370839817152],
  [() => erfc(1.99), 0.004888586800383002],
  [() => erfc(2.01), 0.004475150644751764],
  [() => erfc(5), 1.5374597944280347e-12],
  [() => erfc(-1.5), 1.9661051464753108],
  [() => studentQuantile(0.01, 6.607), -3.0483307269911903],
  [() => studentQuantile(1e-6, 2.1), -534.1150268957418],
  [() => studentQuantile(0.3, 3), -0.5843897274398188],
  [() => studentQuantile(0.499, 10), -0.002569981146866868],
  [() => studentQuantile(0.05, 480), -1.648034318981085],
  [() => studentProbability(-2.5, 6.6), 0.02149432216933865],
  [() => studentProbability(0.001, 5), 0.5003796066139012],
  [() => studentProbability(-30, 2.1), 0.0004219658788739914],
  [() => studentProbability(3, 300), 0.998536890067967],
  [() => chiSquaredTail(3.841458820694124), 0.05],
  [() => normalQuantile(0.975), 1.959963984540054],
  [() => unitDistribution('skewt', { nu: 5, lambda: -0.3 }).quantile(0.01), -3.0797667834497253],
  [() => unitDistribution('skewt', { nu: 5, lambda: -0.3 }).lowerMean(0.01), -4.180925325419687],
  [() => unitDistribution('skewt', { nu: 5, lambda: -0.3 }).lowerMean(0.3), -1.1464198469278741],
  [() => unitDistribution('skewt', { nu: 5, lambda: -0.3 }).quantile(0.8), 0.7417631092102778],
  [() => unitDistribution('skewt', { nu: 5, lambda: -0.3 }).lowerMean(0.8), -0.29478408528358785],
])('%s', (got, wanted) => {
  expect(Math.abs(got() / wanted - 1)).toBeLessThan(1e-9);
});

test('quantiles undo probabilities', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }),
      fc.double({ min: 2.1, max: 400, noNaN: true }),
      (p, nu) => {
        expect(normalProbability(normalQuantile(p))).toBeCloseTo(p, 12);
        expect(studentProbability(studentQuantile(p, nu), nu)).toBeCloseTo(p, 11);
      },
    ),
  );
});

test('a t of many degrees is nearly normal, a skewed one without skew a t', () => {
  const t = unitDistribution('t', { nu: 1e6, lambda: 0 });
  const normal = unitDistribution('normal', { nu: Number.POSITIVE_INFINITY, lambda: 0 });
  expect(t.lowerMean(0.025)).toBeCloseTo(normal.lowerMean(0.025), 4);
  const plain = unitDistribution('t', { nu: 5, lambda: 0 });
  const skewed = unitDistribution('skewt', { nu: 5, lambda: 0 });
  expect(skewed.quantile(0.1)).toBeCloseTo(plain.quantile(0.1), 12);
  expect(skewed.lowerMean(0.9)).toBeCloseTo(plain.lowerMean(0.9), 12);
});

test.each([0, 1, -0.1, Number.NaN])('there is no quantile of %d', (p) => {
  expect(() => normalQuantile(p)).toThrow(expect.objectContaining({ code: 'PARAMETER_OUT_OF_RANGE' }));
  expect(() => studentQuantile(p, 4)).toThrow(expect.objectContaining({ code: 'PARAMETER_OUT_OF_RANGE' }));
});
