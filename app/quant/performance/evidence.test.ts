import { expect, test } from 'vitest';
import { type Random, seededRandom } from '../../domain/random.ts';
import { bootstrapIntervals } from './bootstrapIntervals.ts';
import { type EvidenceRequest, evidenceOf } from './evidence.ts';
import { outOfSample, plainSharpe } from './outOfSample.ts';
import { purgedFolds } from './purgedFolds.ts';
import { superiorAbility } from './superiorAbility.ts';
import { shuffledTrades } from './tradeOrder.ts';

const drawn = (random: Random, n: number, drift: number): Float64Array =>
  Float64Array.from({ length: n }, () => 0.01 * random.normal() + drift);

function requestOf(models: ReadonlyMap<string, Float64Array>, trials: number): EvidenceRequest {
  const all = [...models.values()];
  const returns = Float64Array.from(all[0] ?? [], (_, t) => all.reduce((sum, each) => sum + (each[t] ?? 0), 0));
  return {
    ...{ periodsPerYear: 365, riskFree: 0, target: 0 },
    ...{ returns, models, trades: [...returns] },
    ...{ trials, trialSharpes: [], reps: 200, folds: 5, purge: 2, embargo: 5 },
  };
}

test('a strategy picked as the best of fifty of noise is rejected, whatever its own Sharpe ratio says', () => {
  let found = 0;
  let convincing = 0;
  for (let seed = 1; seed <= 12; seed += 1) {
    const random = seededRandom(seed);
    const tried = Array.from({ length: 50 }, () => drawn(random, 250, 0));
    const best = tried.reduce((a, b) => ((plainSharpe(b) ?? 0) > (plainSharpe(a) ?? 0) ? b : a));
    const request = {
      ...requestOf(new Map([['best', best]]), 50),
      trialSharpes: tried.map((each) => plainSharpe(each) ?? 0),
    };
    const evidence = evidenceOf(request, random);
    if ((evidence.deflated?.psr ?? 0) > 0.95) convincing += 1;
    if (evidence.verdict === 'edge') found += 1;
    else expect(evidence.against.length).toBeGreaterThan(0);
  }
  // Taken for a single trial most of them would convince.
  expect(convincing).toBeGreaterThan(8);
  expect(found).toBe(0);
});

test('a planted edge is found among noise, after as many trials', () => {
  let found = 0;
  for (let seed = 1; seed <= 8; seed += 1) {
    const random = seededRandom(100 + seed);
    const models = new Map([['edge', drawn(random, 800, 0.006)]]);
    for (let i = 0; i < 3; i += 1) models.set(`noise ${i}`, drawn(random, 800, 0));
    const evidence = evidenceOf(requestOf(models, 50), random);
    expect(evidence.realityCheck).toBeLessThan(0.05);
    expect(evidence.walkForward?.folds.every(({ chosen }) => chosen === 'edge')).toBe(true);
    if (evidence.verdict === 'edge') found += 1;
  }
  expect(found).toBeGreaterThanOrEqual(7);
});

test('too short a record proves nothing, and one that never varies has no figures', () => {
  const short = evidenceOf(requestOf(new Map([['all', drawn(seededRandom(1), 12, 1)]]), 1), seededRandom(1));
  expect(short.verdict).toBe('tooShort');
  const flat = evidenceOf(requestOf(new Map([['all', new Float64Array(100)]]), 1), seededRandom(1));
  expect(flat).toMatchObject({ verdict: 'tooShort', deflated: null, intervals: null });
  expect(flat.realityCheck).toBe(1);
  const wrong = requestOf(new Map([['all', Float64Array.of(0.1, Number.NaN)]]), 1);
  expect(evidenceOf(wrong, seededRandom(1)).verdict).toBe('tooShort');
});

test('studentised, a wild model does not hide a quiet one that is surely better', () => {
  const random = seededRandom(5);
  const quiet = Array.from({ length: 300 }, () => -0.001 - 0.002 * random.normal());
  const wild = Array.from({ length: 300 }, () => 3 * random.normal());
  const request = { benchmark: new Array<number>(300).fill(0), models: [quiet, wild], reps: 500, block: 3 };
  expect(superiorAbility({ ...request, studentised: true }, seededRandom(1)).consistent).toBeLessThan(0.01);
  expect(superiorAbility(request, seededRandom(1)).upper).toBeGreaterThan(0.1);
});

test('bootstrap intervals cover a known mean about as often as they say', () => {
  let covered = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const random = seededRandom(seed);
    const meanOf = (series: Float64Array): number => series.reduce((sum, value) => sum + value, 0) / series.length;
    const request = { reps: 200, block: 4, coverage: 0.9 };
    const { centre } = bootstrapIntervals(drawn(random, 120, 0.002), { centre: meanOf }, request, random);
    if (centre !== null && centre.low <= 0.002 && centre.high >= 0.002) covered += 1;
  }
  expect(covered).toBeGreaterThan(78);
  expect(covered).toBeLessThan(98);
});

test('no test is trained on what touches it', () => {
  for (const onlyPast of [true, false]) {
    const folds = purgedFolds(103, { folds: 4, purge: 3, embargo: 6, onlyPast });
    expect(folds.at(-1)?.test.to).toBe(103);
    for (const {
      train,
      test: { from, to },
    } of folds) {
      expect(train.every((t) => t < from - 3 || (!onlyPast && t >= to + 6))).toBe(true);
      expect(new Set(train).size).toBe(train.length);
    }
    const tested = folds.flatMap(({ test: { from, to } }) => Array.from({ length: to - from }, (_, i) => from + i));
    expect(tested).toEqual(Array.from({ length: tested.length }, (_, i) => 103 - tested.length + i));
  }
  expect(() => purgedFolds(20, { folds: 10, purge: 1, embargo: 1, onlyPast: false })).toThrow(
    expect.objectContaining({ code: 'FOLDS_TOO_MANY' }),
  );
});

test('the best of noise looks good where it was chosen, and brings nothing where it was not', () => {
  let [inside, outside] = [0, 0];
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const models = new Map(Array.from({ length: 20 }, (_, i) => [`noise ${i}`, drawn(random, 240, 0)]));
    const judged = outOfSample(models, { folds: 5, purge: 1, embargo: 2, onlyPast: true });
    inside += (judged.inSample ?? 0) / 20;
    outside += (judged.sharpe ?? 0) / 20;
  }
  expect(inside).toBeGreaterThan(0.1);
  expect(Math.abs(outside)).toBeLessThan(0.05);
});

test('the order of trades changes how deep they fall, and nothing else', () => {
  const trades = [0.1, -0.05, 0.1, -0.05, -0.05, 0.1];
  const inARow = shuffledTrades(
    [...trades].sort((a, b) => a - b),
    500,
    seededRandom(1),
  );
  expect(inARow.actual).toBeCloseTo(1 - 0.95 ** 3, 12);
  expect(inARow.median).toBeLessThan(inARow.actual);
  expect(inARow.asDeep).toBeLessThan(0.5);
  expect(inARow.worse1).toBeLessThanOrEqual(inARow.actual + 1e-12);
});
