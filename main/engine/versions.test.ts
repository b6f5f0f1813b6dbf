import { expect, it } from 'vitest';
import { Versions } from './versions.ts';

it('shows what was there at a moment', () => {
  const versions = new Versions<string>();
  versions.set('a', 'a1', 1);
  versions.set('b', 'b2', 2);
  versions.set('a', 'a3', 3);
  versions.set('a', 'a3 again', 3);
  versions.set('b', null, 4);
  versions.set('c', 'c5', 5);
  const at = (moment: number) => [...versions.entries(moment)].map(([, value]) => value);
  expect([0, 1, 2, 3, 4, 5].map(at)).toEqual([
    [],
    ['a1'],
    ['a1', 'b2'],
    ['a3 again', 'b2'],
    ['a3 again'],
    ['a3 again', 'c5'],
  ]);
  expect(versions.get('b', 3)).toBe('b2');
  expect(versions.get('b', 4)).toBeUndefined();
});
