// @vitest-environment jsdom

import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { preferencesStore, setPreferences } from '../state/preferences.ts';
import { fakeBridge } from '../testing/jsdom.ts';
import { TourBar } from './TourBar.tsx';
import { tourSteps } from './tourSteps.ts';
import { startTour, tourStore } from './tourStore.ts';

beforeEach(() => {
  fakeBridge();
  setPreferences({ tourStep: -1 });
  tourStore.setState({ phase: 'invited' }, true);
});

const press = (id: string): boolean => fireEvent.click(screen.getByTestId(id));

test('is offered at the first start, goes through every step, and is not offered again', () => {
  render(<TourBar />);
  press('tour-start');
  for (const { title } of tourSteps) {
    expect(screen.getByText(`${title}.`)).toBeDefined();
    press('tour-next');
  }
  expect(screen.queryByTestId('tour')).toBeNull();
  expect(preferencesStore.getState().tourStep).toBeNull();
});

test('can be left and is gone on with where it was, after a restart too', () => {
  const { unmount } = render(<TourBar />);
  press('tour-start');
  press('tour-next');
  press('tour-next');
  press('tour-back');
  press('tour-leave');
  expect(screen.queryByTestId('tour')).toBeNull();
  unmount();
  // A new start knows what is kept alone.
  tourStore.setState({ phase: 'invited' }, true);
  render(<TourBar />);
  expect(screen.getByTestId('tour').textContent).toContain('left at step 2 of 7');
  press('tour-start');
  expect(screen.getByText(`${tourSteps[1]?.title}.`)).toBeDefined();
});

test('declined, it is a command', () => {
  const { rerender } = render(<TourBar />);
  press('tour-away');
  expect(screen.queryByTestId('tour')).toBeNull();
  startTour();
  rerender(<TourBar />);
  expect(screen.getByText(`${tourSteps[0]?.title}.`)).toBeDefined();
});

test('is read in under a minute, at two hundred and fifty words a minute', () => {
  const words = tourSteps
    .map(({ title, text }) => `${title} ${text}`)
    .join(' ')
    .split(/\s+/).length;
  expect(words).toBeLessThan(250);
});
