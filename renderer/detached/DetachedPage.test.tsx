// @vitest-environment jsdom

import { QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { DetachedView } from '../../app/contract/workspace.ts';
import { success } from '../../app/domain/result.ts';
import { linkStore } from '../state/links.ts';
import { mainQueries } from '../state/queries.ts';
import { fakeBridge, setClock, showRows } from '../testing/jsdom.ts';
import { sampleOpportunity, sampleStatus, sampleTokens } from '../testing/sampleRows.ts';
import { showOpportunities } from '../testing/showOpportunities.ts';
import { DetachedPage } from './DetachedPage.tsx';

const done = async () => success({});
const halt = vi.fn(done);
const link = vi.fn(done);
const dock = vi.fn(done);
let tell: (view: DetachedView) => void;

beforeEach(() => {
  for (const mock of [halt, link, dock]) mock.mockClear();
  fakeBridge({ halt, link });
  setClock(1_700_000_001_000);
  const onView = (listener: (view: DetachedView) => void): (() => void) => {
    tell = listener;
    return () => undefined;
  };
  Object.defineProperty(window, 'syndicateDetached', {
    value: { chooseGroup: vi.fn(done), dock, onView },
    configurable: true,
  });
  render(
    <QueryClientProvider client={mainQueries()}>
      <DetachedPage />
    </QueryClientProvider>,
  );
});

test('waits until main says which panel it is, then shows that one with its mode and the stop', () => {
  expect(screen.getByRole('status').textContent).toContain('which panel');
  showRows('status', [sampleStatus()]);
  act(() => tell({ panel: 'health', group: null }));
  expect(document.querySelector('[data-panel="health"]')).not.toBeNull();
  expect(document.title).toBe('Health · Syndicate');
  expect(screen.getByTestId('mode-badge').textContent).toBe('DEVNET');
  fireEvent.click(screen.getByRole('button', { name: 'HALT F12' }));
  expect(halt).toHaveBeenCalledTimes(1);
});

test('drives the group that main says, as its own panel', () => {
  showRows('status', [sampleStatus()]);
  showRows('tokens', sampleTokens);
  showOpportunities([sampleOpportunity()]);
  act(() => tell({ panel: 'opportunities', group: 5 }));
  expect(linkStore.getState().groups).toEqual({ opportunities: 5 });
  fireEvent.click(screen.getByTestId('opportunity-row'));
  expect(link).toHaveBeenCalledExactlyOnceWith({
    group: 5,
    subject: { kind: 'opportunity', id: '18204-1' },
    driver: 'opportunities',
  });
});

test('asks to be docked again', () => {
  act(() => tell({ panel: 'profit', group: 1 }));
  fireEvent.click(screen.getByTestId('dock'));
  expect(dock).toHaveBeenCalledTimes(1);
});
