// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Theme } from '../../app/contract/windowCommands.ts';
import { wearTheme } from './wearTheme.ts';

test('the approve view wears what it is sent, if that is a theme', () => {
  let send: (theme: Theme) => void = () => undefined;
  const onTheme = (listener: typeof send): (() => void) => {
    send = listener;
    return () => {
      send = () => undefined;
    };
  };
  Object.defineProperty(window, 'syndicateApprove', { value: { onTheme }, configurable: true });
  const root = document.createElement('div');
  const stop = wearTheme(root);
  send({ appearance: 'light', palette: 'colourBlind', scalePercent: 100, motion: 'system' });
  expect({ ...root.dataset }).toEqual({ appearance: 'light', palette: 'colourBlind', motion: 'system' });
  send({ appearance: 'neon', palette: 'standard', scalePercent: 100, motion: 'reduced' } as unknown as Theme);
  expect({ ...root.dataset }).toEqual({ appearance: 'light', palette: 'colourBlind', motion: 'system' });
  stop();
  send({ appearance: 'dark', palette: 'standard', scalePercent: 100, motion: 'reduced' });
  expect(root.dataset.appearance).toBe('light');
});
