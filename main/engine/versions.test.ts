import { expect, it } from 'vitest';
import { Versions } from './versions.ts';

it('goes back to what was there at a moment', () => {
  const versions = new Versions<string>();
  versions.set('a', 'a1', 1);
  versions.set('b', 'b2', 2);
  versions.set('a', 'a3', 3);
  versions.set('a', 'a3 again', 3);
  versions.set('b', null, 4);
  versions.set('c', 'c5', 5);
  expect([...versions.entries()]).toEqual([
    ['a', 'a3 again'],
    ['c', 'c5'],
  ]);
  versions.goBack(3);
  expect([...versions.entries()]).toEqual([
    ['a', 'a3 again'],
    ['b', 'b2'],
  ]);
  versions.goBack(1);
  expect(versions.get('a')).toBe('a1');
  expect(versions.get('b')).toBeUndefined();
});
