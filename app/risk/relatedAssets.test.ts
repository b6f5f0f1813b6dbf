import { expect, test } from 'vitest';
import { seededRandom } from '../domain/random.ts';
import { leastMoves, RelatedAssets } from './relatedAssets.ts';

/** `b` follows `a`, `c` goes its own way. */
function watched(looks: number): RelatedAssets {
  const random = seededRandom(3);
  const related = new RelatedAssets();
  let [a, c] = [1, 1];
  for (let i = 0; i < looks; i += 1) {
    a *= 1 + 0.01 * random.normal();
    c *= 1 + 0.01 * random.normal();
    related.note(
      new Map([
        ['a', a],
        ['b', a * (1 + 0.001 * random.normal())],
        ['c', c],
      ]),
    );
  }
  return related;
}

test('what moves together is related, what does not is not', () => {
  const related = watched(120);
  expect(related.correlation('a', 'b')).toBeGreaterThan(0.9);
  expect(Math.abs(related.correlation('a', 'c') ?? 1)).toBeLessThan(0.4);
  const clusters = related.clusters(0.7);
  expect(clusters.get('a')).toBe(clusters.get('b'));
  expect(clusters.get('a')).not.toBe(clusters.get('c'));
  expect([...related.copy().clusters(0.7)]).toEqual([...clusters]);
});

test('what is not known counts as related', () => {
  const early = watched(leastMoves);
  expect(early.correlation('a', 'c')).toBeNull();
  expect(new Set(early.clusters(0.7).values()).size).toBe(1);
  const still = new RelatedAssets();
  for (let i = 0; i < 100; i += 1)
    still.note(
      new Map([
        ['a', 1],
        ['b', 2 + (i % 3)],
      ]),
    );
  expect(still.correlation('a', 'b')).toBeNull();
  still.note(new Map([['b', 2]]));
  expect([...still.clusters(0.7).keys()]).toEqual(['b']);
});
