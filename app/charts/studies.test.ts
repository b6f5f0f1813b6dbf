import { describe, expect, it } from 'vitest';
import type { ChartColumns } from '../contract/charts.ts';
import { type Study, studyKey } from '../contract/studies.ts';
import { randomBars } from '../indicators/testing/randomBars.ts';
import { barsProfile } from './barsProfile.ts';
import { inverseText, invertedColumns } from './invertedColumns.ts';
import { studyCatalogue } from './studyCatalogue.ts';
import { StudyStream } from './studyStream.ts';
import { studyValues } from './studyValues.ts';

const count = 400;
const random = randomBars(count, 5);
const bars: ChartColumns = {
  timeS: Float64Array.from({ length: count }, (_, i) => 1_700_000_000 + 60 * i),
  open: random.open.slice(),
  high: random.high.slice(),
  low: random.low.slice(),
  close: random.close.slice(),
  volume: random.volume.slice(),
  trades: new Float64Array(count),
};
const part = (from: number, to: number): ChartColumns => {
  const cut = { ...bars };
  for (const name of Object.keys(bars) as (keyof ChartColumns)[]) cut[name] = bars[name].slice(from, to);
  return cut;
};
const study = (
  name: string,
  options: number[],
  columns: Study['columns'] = [],
  convention: Study['convention'] = 'talib',
): Study => ({
  convention,
  name,
  options,
  columns,
});
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;

describe('a study over bars', () => {
  it('has nothing while it warms up, then an average of what was chosen', () => {
    for (const column of ['close', 'volume'] as const) {
      const { outputs, problem } = studyValues(study('sma', [20], [column]), bars);
      expect(problem).toBe('');
      const values = [...(outputs[0] ?? [])];
      expect(values).toHaveLength(count);
      expect(values.slice(0, 19).every(Number.isNaN)).toBe(true);
      for (let i = 19; i < count; i += 1)
        expect(values[i]).toBeCloseTo(mean([...bars[column].slice(i - 19, i + 1)]), 8);
    }
  });

  it('says what is wrong in place of values', () => {
    expect(studyValues(study('sma', [900]), bars).problem).toContain('no value within 400 bars');
    expect(studyValues(study('sma', [60_000]), bars).problem).toContain('Choose'.toLowerCase());
    expect(studyValues(study('sma', [-1]), bars).problem).toContain('period is -1');
    expect(studyValues(study('nothing', []), bars)).toMatchObject({
      outputs: [],
      problem: expect.stringContaining('no indicator'),
    });
  });

  it.each(studyCatalogue().definitions.map((each) => [`${each.convention} ${each.name}`, each] as const))(
    'streams %s as it is over whole columns, finished bars taken once and the others looked at',
    (_name, { convention, name, options }) => {
      const chosen = study(
        name,
        options.map((each) => each.default),
        [],
        convention,
      );
      const whole = studyValues(chosen, bars);
      if (whole.problem !== '') expect(whole.problem).toMatch(/no value|too|not finite|number/);
      const stream = new StudyStream(chosen);
      const size = Math.max(...whole.outputs.flatMap((column) => [...column].filter(Number.isFinite).map(Math.abs)), 1);
      let taken = 0;
      for (const finished of [0, 7, 150, 151, 390]) {
        stream.add(part(taken, finished));
        taken = finished;
        const tail = stream.peek(part(finished, Math.min(count, finished + 10)));
        expect(tail.key).toBe(studyKey(chosen));
        if (whole.problem !== '') continue;
        for (const [output, column] of whole.outputs.entries())
          for (let i = 0; i < Math.min(10, count - finished); i += 1) {
            const [got, wanted] = [tail.outputs[output]?.[i] ?? Number.NaN, column[finished + i] ?? Number.NaN];
            if (Object.is(got, wanted)) continue;
            expect(Math.abs(got - wanted), `${name} at ${finished + i}: ${got}, not ${wanted}`).toBeLessThan(
              1e-6 * size,
            );
          }
      }
    },
  );
});

describe('inverted bars', () => {
  it('have 1 divided by the low as their high, and are themselves when inverted again', () => {
    const once = invertedColumns(bars);
    expect(once.high[7]).toBe(1 / (bars.low[7] ?? 1));
    const twice = invertedColumns(once);
    for (let i = 0; i < count; i += 1) expect(twice.high[i]).toBeCloseTo(bars.high[i] ?? 0, 9);
    expect(twice.volume).toEqual(bars.volume);
  });

  it.each([
    [25n, 1, '0.4'],
    [1n, 0, '1'],
    [3n, 0, '0.333333333333333333333333'],
    [8n, 18, '125000000000000000'],
    [123_456_789n, 4, '0.0000810000007371000067076'],
    [4n, -3, '0.00025'],
    [0n, 3, '0'],
  ])('1 / (%s at %s digits) is %s', (value, digits, text) => {
    expect(inverseText(value, digits).startsWith(text)).toBe(true);
    if (value > 0n) expect(Number(inverseText(value, digits)) * (Number(value) / 10 ** digits)).toBeCloseTo(1, 12);
  });
});

describe('volume by price', () => {
  it('holds all volume of the bars between their lowest and highest price', () => {
    const profile = barsProfile(bars, 24);
    const sum = (column: Float64Array | undefined): number =>
      [...(column ?? [])].reduce((total, each) => total + each, 0);
    expect(sum(profile?.volumes)).toBeCloseTo(sum(bars.volume), 3);
    const { rowSize = 0, firstRow = 0, volumes } = profile ?? {};
    expect(firstRow * rowSize).toBeLessThanOrEqual(Math.min(...bars.low));
    expect((firstRow + (volumes?.length ?? 0)) * rowSize).toBeGreaterThanOrEqual(Math.max(...bars.high));
    expect(volumes?.[profile?.pointOfControl ?? -1]).toBe(Math.max(...(volumes ?? [])));
  });

  it('is nothing where there are no bars or no volume, and one row where there is one price', () => {
    expect(barsProfile(part(0, 0), 24)).toBeNull();
    const still = { ...part(0, 1), high: Float64Array.of(5), low: Float64Array.of(5) };
    expect(barsProfile({ ...still, volume: Float64Array.of(0) }, 24)).toBeNull();
    expect(barsProfile({ ...still, volume: Float64Array.of(3) }, 24)?.volumes.filter((each) => each > 0)).toHaveLength(
      1,
    );
  });
});
