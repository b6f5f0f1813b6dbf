// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

const defaults = {
  appearance: 'dark',
  palette: 'standard',
  hideBelowCost: false,
  opportunityColumns: ['route', 'size', 'gross', 'gas', 'net', 'age', 'state'],
  opportunitySort: null,
  opportunityFilter: '',
  savedFilters: [],
  scalePercent: 100,
  motion: 'system',
  keys: {},
  tourStep: -1,
};
const read = (text: string | null) => readPreferences({ getItem: () => text });

test('unreadable preferences fall back, part by part', () => {
  expect(read(null)).toEqual(defaults);
  expect(read('{')).toEqual(defaults);
  expect(read('{"appearance":"neon","hideBelowCost":true}')).toEqual({ ...defaults, hideBelowCost: true });
  const kept = { opportunityColumns: ['net', 'route'], savedFilters: ['net > 1'], opportunityFilter: 'WETH' };
  expect(read(JSON.stringify({ ...kept, opportunitySort: { column: 'moon', descending: true } }))).toEqual({
    ...defaults,
    ...kept,
  });
  expect(read(JSON.stringify({ opportunityColumns: [], savedFilters: ['x'.repeat(300)] }))).toEqual(defaults);
});
