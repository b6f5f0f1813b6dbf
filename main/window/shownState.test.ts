import { expect, it } from 'vitest';
import { shownState } from './shownState.ts';

it.each([
  ['stopped', 0, 'starting'],
  ['stopped', 5, 'stopped'],
  ['restarting', 1, 'restarting'],
  ['running', 0, 'running'],
] as const)('%s after %d restarts is shown as %s', (state, restarts, shown) => {
  expect(shownState({ state, restarts })).toBe(shown);
});
