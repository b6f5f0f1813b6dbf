// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import { wei } from '../../../app/domain/amount.ts';
import { epochMs } from '../../../app/domain/clock.ts';
import { success } from '../../../app/domain/result.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleStatus } from '../../testing/sampleRows.ts';
import { ModesFacts, ModesPanel } from './Panel.tsx';

const nowMs = 1_700_000_000_000;
const setStrategyMode = vi.fn(async () => success({}));
const halt = vi.fn(async () => success({}));
const reduceOnly = vi.fn(async () => success({}));
const proposeResume = vi.fn(async () => success({}));

function show(stopKey = { keys: 'Ctrl+Shift+F12' as const, isTaken: false }): void {
  fakeBridge({ setStrategyMode, halt, reduceOnly, proposeResume, stopKey: async () => success(stopKey) });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <ModesFacts />
      <ModesPanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  vi.clearAllMocks();
  setClock(nowMs);
});

test('shows each strategy’s mode, what is used of its budget, until when, and who set it', async () => {
  const automated = {
    strategy: 'flash-arbitrage' as const,
    mode: 'automate' as const,
    grantExpiresAtMs: epochMs(nowMs + 90_000),
    grantLeft: wei(ether('0.03')),
    grantBudget: wei(ether('0.05')),
    setBy: { by: '<b>person</b>', atMs: epochMs(nowMs - 5_000) },
  };
  showRows('status', [sampleStatus({ strategies: [automated] })]);
  show();
  const text = screen.getByRole('table', { name: 'Strategies' }).textContent;
  expect(text).toContain('0.02000 of 0.05000');
  expect(text).toContain('in 90 s');
  expect(text).toContain('<b>person</b>');
  expect(screen.getByTestId('mode-automate').getAttribute('aria-pressed')).toBe('true');
  expect(screen.getByText(/1 by itself/)).toBeDefined();
  fireEvent.click(screen.getByTestId('mode-watch'));
  expect(setStrategyMode.mock.calls).toEqual([[{ strategy: 'flash-arbitrage', mode: 'watch' }]]);
  fireEvent.click(screen.getByTestId('mode-automate'));
  expect(setStrategyMode).toHaveBeenCalledOnce();
});

test('stops at once, and only proposes to resume; reduce-only does not lift a halt', () => {
  showRows('status', [sampleStatus()]);
  show();
  fireEvent.click(screen.getByTestId('state-reduceOnly'));
  fireEvent.click(screen.getByTestId('state-halted'));
  expect(reduceOnly).toHaveBeenCalledOnce();
  expect(halt).toHaveBeenCalledOnce();
  expect(proposeResume).not.toHaveBeenCalled();
});

test('says why it stands still and since when, and what the keys do', async () => {
  showRows('status', [
    sampleStatus({ tradingState: 'halted', haltReason: 'person: F12', tradingStateAtMs: epochMs(nowMs - 60_000) }),
  ]);
  show({ keys: 'Ctrl+Shift+F12', isTaken: true });
  expect((screen.getByTestId('state-reduceOnly') as HTMLButtonElement).disabled).toBe(true);
  expect(screen.getByTestId('state-reason').textContent).toContain('person: F12 · since ');
  expect(await screen.findByText(/held by another program and halts nothing/)).toBeDefined();
  fireEvent.click(screen.getByTestId('state-active'));
  expect(proposeResume).toHaveBeenCalledOnce();
  expect(screen.getByText('as it comes')).toBeDefined();
});
