// @vitest-environment jsdom

import { render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import '../testing/jsdom.ts';
import { Amount } from './Amount.tsx';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const cell = (value: bigint, still = false) => <Amount value={value} decimals={0} symbol="ETH" still={still} />;
const marked = (): boolean => screen.getByTitle(/ETH/).dataset.flash !== undefined;

test('a changed amount is marked for 250 ms, even while it goes on changing', () => {
  const { rerender } = render(cell(1n));
  expect(marked()).toBe(false);
  rerender(cell(2n));
  expect(marked()).toBe(true);
  vi.advanceTimersByTime(200);
  rerender(cell(3n));
  vi.advanceTimersByTime(50);
  expect(marked()).toBe(false);
});

test('a still amount is never marked', () => {
  const { rerender } = render(cell(1n, true));
  rerender(cell(2n, true));
  expect(marked()).toBe(false);
});
