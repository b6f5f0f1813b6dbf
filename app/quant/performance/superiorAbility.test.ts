import { expect, test } from 'vitest';
import { seededRandom } from '../../domain/random.ts';
import { superiorAbility } from './superiorAbility.ts';

function losses(count: number, seed: number, shift = 0): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.normal() - shift);
}

const request = {
  benchmark: losses(300, 1),
  models: [2, 3, 4, 5].map((seed) => losses(300, seed)),
  reps: 2000,
  block: 5,
};

test('bounds hold, equal seeds give equal answers', () => {
  const result = superiorAbility(request, seededRandom(7));
  expect(result.lower).toBeLessThanOrEqual(result.consistent);
  expect(result.consistent).toBeLessThanOrEqual(result.upper);
  expect(superiorAbility(request, seededRandom(7))).toEqual(result);
});

test('a model that is better is seen, one that is much worse hides nothing', () => {
  const better = { ...request, models: [...request.models, losses(300, 6, 0.5)] };
  expect(superiorAbility(better, seededRandom(7)).consistent).toBeLessThan(0.01);
  const worse = { ...better, models: [...better.models, losses(300, 8, -3)] };
  expect(superiorAbility(worse, seededRandom(7)).consistent).toBeLessThan(0.01);
});

test.each([
  [{ ...request, models: [] }, 'MODELS_MISSING'],
  [{ ...request, models: [[1, 2, 3]] }, 'SERIES_TOO_SHORT'],
  [{ ...request, models: [losses(299, 1)] }, 'LOSSES_UNEQUAL'],
  // Its own losses, and the same but for a constant: nothing could be by chance.
  [{ ...request, models: [request.benchmark] }, 'SERIES_CONSTANT'],
  [
    { ...request, benchmark: request.benchmark.map(() => 2), models: [request.benchmark.map(() => 3)] },
    'SERIES_CONSTANT',
  ],
  [{ ...request, block: 0.5 }, 'PARAMETER_OUT_OF_RANGE'],
  [{ ...request, benchmark: [...losses(299, 1), Number.NaN] }, 'SERIES_NOT_FINITE'],
])('refuses %#', (wrong, code) => {
  expect(() => superiorAbility(wrong, seededRandom(1))).toThrow(
    expect.objectContaining({ code, advice: expect.any(String) }),
  );
});
