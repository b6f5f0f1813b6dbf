// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

const defaults = { appearance: 'dark', palette: 'standard', hideBelowCost: false };
const read = (text: string | null) => readPreferences({ getItem: () => text });

test('unreadable preferences fall back, part by part', () => {
  expect(read(null)).toEqual(defaults);
  expect(read('{')).toEqual(defaults);
  expect(read('{"appearance":"neon","hideBelowCost":true}')).toEqual({ ...defaults, hideBelowCost: true });
});
