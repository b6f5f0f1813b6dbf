import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeIndicator } from './computeIndicator.ts';
import { randomBars } from './testing/randomBars.ts';
import { VolumeProfile } from './volumeProfile.ts';

const seeds = fc.integer({ min: 0, max: 1_000_000 });

describe('session VWAP', () => {
  test('is turnover over volume since the session began, with the weighted deviation', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { timeMs, high, low, close, volume } = randomBars(60, seed);
        const { outputs } = computeIndicator('chart', 'vwap', [timeMs, high, low, close, volume], [86_400_000, 2]);
        for (let i = 0; i < 60; i += 1) {
          const first = i - (i % 24);
          const sum = (of: (bar: number) => number): number =>
            Array.from({ length: i - first + 1 }, (_, k) => of(first + k)).reduce((a, b) => a + b, 0);
          const price = (k: number): number => ((high[k] ?? 0) + (low[k] ?? 0) + (close[k] ?? 0)) / 3;
          const all = sum((k) => volume[k] ?? 0);
          const mean = sum((k) => price(k) * (volume[k] ?? 0)) / all;
          const width = 2 * Math.sqrt(sum((k) => (volume[k] ?? 0) * (price(k) - mean) ** 2) / all);
          expect(outputs[0]?.[i]).toBeCloseTo(mean, 9);
          expect(outputs[1]?.[i]).toBeCloseTo(mean + width, 9);
          expect(outputs[2]?.[i]).toBeCloseTo(mean - width, 9);
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is the price where nothing was traded', () => {
    const column = Float64Array.of(10, 20);
    const { outputs } = computeIndicator('chart', 'vwap', [
      Float64Array.of(0, 1),
      column,
      column,
      column,
      new Float64Array(2),
    ]);
    expect(outputs.map((each) => [...each])).toEqual([
      [10, 20],
      [10, 20],
      [10, 20],
    ]);
  });
});

test('Supertrend stands below a rising market and above a falling one, and never moves back while it lasts', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const { high, low, close } = randomBars(400, seed);
      const { outputs, begin } = computeIndicator('chart', 'supertrend', [high, low, close], [7, 2]);
      const [stops = new Float64Array(), directions = new Float64Array()] = outputs;
      expect(new Set(directions)).toEqual(new Set([1, -1]));
      stops.forEach((stop, i) => {
        const isUp = directions[i] === 1;
        if (i > 0) expect(isUp ? (close[begin + i] ?? 0) >= stop : (close[begin + i] ?? 0) <= stop).toBe(true);
        if (i === 0 || directions[i - 1] !== directions[i]) return;
        const last = stops[i - 1] ?? 0;
        expect(isUp ? stop >= last : stop <= last).toBe(true);
      });
    }),
    { numRuns: 20 },
  );
});

test('Ichimoku lines are middles of ranges', () => {
  const { high, low } = randomBars(80, 5);
  const { outputs, begin } = computeIndicator('chart', 'ichimoku', [high, low], [9, 26, 52]);
  const middle = (bar: number, period: number): number =>
    (Math.max(...high.subarray(bar - period + 1, bar + 1)) + Math.min(...low.subarray(bar - period + 1, bar + 1))) / 2;
  expect(begin).toBe(51);
  for (let bar = begin; bar < 80; bar += 1) {
    const lines = outputs.map((each) => each[bar - begin]);
    expect(lines).toEqual([middle(bar, 9), middle(bar, 26), (middle(bar, 9) + middle(bar, 26)) / 2, middle(bar, 52)]);
  }
});

describe('volume profile', () => {
  test('spreads a bar evenly over the rows between its low and its high', () => {
    const profile = new VolumeProfile(2);
    profile.add(Float64Array.of(7, 5), Float64Array.of(3, 5), Float64Array.of(40, 5));
    // 3 to 7 by fours: rows 2-4 (a quarter), 4-6 (a half), 6-8 (a quarter); the second bar has no range.
    expect(profile.rows(0.5)).toEqual({
      rowSize: 2,
      firstRow: 1,
      volumes: Float64Array.of(10, 25, 10),
      pointOfControl: 1,
      valueAreaLow: 1,
      valueAreaHigh: 1,
    });
    expect(profile.rows(0.7)).toMatchObject({ valueAreaLow: 1, valueAreaHigh: 2 });
    expect(profile.rows(1)).toMatchObject({ valueAreaLow: 0, valueAreaHigh: 2 });
  });

  test('loses no volume, however the bars come, in prices below 0 too', () => {
    fc.assert(
      fc.property(
        seeds,
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        fc.integer({ min: 1, max: 99 }),
        (seed, row, cut) => {
          const { high, low, volume } = randomBars(100, seed);
          const down = (column: Float64Array): Float64Array => column.map((price) => price - 100);
          const whole = new VolumeProfile(row);
          whole.add(down(high), down(low), volume);
          const parts = new VolumeProfile(row);
          for (const [from, to] of [[cut, 100] as const, [0, cut] as const]) {
            parts.add(down(high).subarray(from, to), down(low).subarray(from, to), volume.subarray(from, to));
          }
          const sum = (column: Float64Array): number => column.reduce((a, b) => a + b, 0);
          const { volumes, firstRow, pointOfControl, valueAreaLow, valueAreaHigh } = whole.rows();
          expect(sum(volumes)).toBeCloseTo(sum(volume), 5);
          expect(parts.rows().firstRow).toBe(firstRow);
          parts.rows().volumes.forEach((each, i) => {
            expect(each).toBeCloseTo(volumes[i] ?? Number.NaN, 6);
          });
          expect(volumes[pointOfControl]).toBe(Math.max(...volumes));
          expect(sum(volumes.subarray(valueAreaLow, valueAreaHigh + 1))).toBeGreaterThanOrEqual(
            0.7 * sum(volume) * (1 - 1e-12),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  test('says what is wrong with a bar, a span and a row', () => {
    const one = (value: number): Float64Array => Float64Array.of(value);
    expect(() => new VolumeProfile(0)).toThrow(expect.objectContaining({ code: 'VOLUME_PROFILE_ROW' }));
    const profile = new VolumeProfile(1);
    const bar = expect.objectContaining({ code: 'VOLUME_PROFILE_BAR' });
    expect(() => profile.add(one(1), one(2), one(3))).toThrow(bar);
    expect(() => profile.add(one(2), one(1), one(-3))).toThrow(bar);
    expect(() => profile.add(one(Number.NaN), one(1), one(3))).toThrow(bar);
    profile.add(one(1), one(0), one(3));
    const span = expect.objectContaining({ code: 'VOLUME_PROFILE_SPAN' });
    expect(() => profile.add(one(70_000), one(69_999), one(3))).toThrow(span);
    expect(profile.rows().volumes).toEqual(Float64Array.of(3, 0));
  });
});
