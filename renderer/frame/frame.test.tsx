// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { panelIds } from '../../app/contract/workspace.ts';
import { failure, success } from '../../app/domain/result.ts';
import { coverStore } from '../state/covers.ts';
import { preferencesStore, setPreferences } from '../state/preferences.ts';
import { fakeBridge, setClock, showRows } from '../testing/jsdom.ts';
import { sampleStatus } from '../testing/sampleRows.ts';
import { applyTheme } from '../theme/applyTheme.ts';
import { shareTheme } from '../theme/shareTheme.ts';
import { App } from './App.tsx';
import { commands } from './commandList.ts';
import { openDialog } from './frameStore.ts';
import { keysShown } from './keyBindings.ts';

vi.mock('./Workspace.tsx', () => ({ Workspace: () => null }));

const halt = vi.fn(async () => success({}));
const proposeGrant = vi.fn(async () => success({}));
const proposeResume = vi.fn(async () => success({}));
const setStrategyMode = vi.fn(async () => success({}));

beforeEach(() => {
  for (const mock of [halt, proposeGrant, proposeResume, setStrategyMode]) mock.mockClear();
  fakeBridge({ halt, proposeGrant, proposeResume, setStrategyMode });
  setClock(1_700_000_001_000);
  openDialog(null);
});

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>,
  );
}

describe('the frame', () => {
  test('shows mode, state, money and books, and which build this is', async () => {
    showRows('status', [sampleStatus()]);
    show();
    expect(screen.getByTestId('mode-badge').textContent).toBe('DEVNET');
    expect(screen.getByTestId('trading-state').textContent).toBe('Active');
    expect(screen.getByTestId('net-today').textContent).toBe('+0.41820 ETH');
    expect(screen.getByTestId('books-state').textContent).toBe('= chain');
    expect(await screen.findByText('v0.1.0 · Electron 42.0.0 · unofficial build: LIVE locked')).toBeDefined();
  });

  test('claims nothing before the engine speaks, but can halt', () => {
    show();
    expect(screen.getByTestId('mode-badge').textContent).toBe('—');
    expect(screen.getByTestId('books-state').textContent).toBe('—');
    fireEvent.click(screen.getByRole('button', { name: 'HALT F12' }));
    expect(halt).toHaveBeenCalledTimes(1);
  });

  test('says that the disk is nearly full while it is', async () => {
    const disk = {
      freeBytes: 5e8,
      level: 'low' as const,
      text: '500 MB are free',
      warnBelowMb: 1_024,
      haltBelowMb: 128,
    };
    fakeBridge({ disk: async () => success({ disk }) });
    showRows('status', [sampleStatus()]);
    show();
    expect((await screen.findByRole('alert')).textContent).toBe('500 MB are free');
  });

  test('F12 halts from anywhere, at once and without asking', () => {
    showRows('status', [sampleStatus()]);
    show();
    act(() => openDialog('grant'));
    fireEvent.keyDown(screen.getByLabelText('Budget in ETH'), { key: 'F12', code: 'F12' });
    expect(halt).toHaveBeenCalledTimes(1);
  });

  test('a failed halt stays on screen with what to do', async () => {
    fakeBridge({ halt: async () => failure('X', 'main does not answer', 'quit') });
    show();
    fireEvent.click(screen.getByTestId('halt-button'));
    expect(await screen.findByText('Trading may not be halted')).toBeDefined();
  });

  test('while halted it says why, and resuming is only proposed', async () => {
    showRows('status', [sampleStatus({ tradingState: 'halted', haltReason: 'books differ', booksEqualChain: false })]);
    show();
    expect(screen.getByRole('alert').textContent).toContain('Halted: nothing is sent · books differ');
    expect(screen.getByTestId('books-state').textContent).toBe('≠ chain');
    fireEvent.click(screen.getByRole('button', { name: 'Resume…' }));
    await waitFor(() => expect(proposeResume).toHaveBeenCalledTimes(1));
  });

  test('says once when the figures are old', () => {
    showRows('status', [sampleStatus({ feed: 'disconnected', feedDetail: 'socket closed' })]);
    show();
    expect(screen.getByText(/All figures are as of block/).textContent).toContain('feed disconnected: socket closed');
  });

  test('an engine that was given up is not said to trade', async () => {
    const engine = { name: 'engine', pid: 0, cpuPercent: 0, memoryBytes: 0, restarts: 5, state: 'stopped' as const };
    fakeBridge({ processes: async () => success([engine]) });
    showRows('status', [sampleStatus()]);
    show();
    expect((await screen.findByText(/the engine keeps failing/)).textContent).toContain('start the application again');
    expect(screen.getByTestId('trading-state').textContent).toBe('Halted');
  });

  test('Ctrl+K opens the palette over a hidden approve view; a command runs from it', async () => {
    showRows('status', [sampleStatus()]);
    show();
    fireEvent.keyDown(window, { key: 'k', code: 'KeyK', ctrlKey: true });
    const input = await screen.findByPlaceholderText('What do you want to do, or find?');
    expect(coverStore.getState().open.has('palette')).toBe(true);
    fireEvent.change(input, { target: { value: 'arbitrage watch' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(setStrategyMode).toHaveBeenCalledWith({ strategy: 'flash-arbitrage', mode: 'watch' });
    expect(coverStore.getState().open.size).toBe(0);
  });

  test('F1 lists every key and every panel from their own lists, over a hidden approve view, and goes again', () => {
    show();
    fireEvent.keyDown(window, { key: 'F1', code: 'F1' });
    const help = screen.getByRole('dialog', { name: 'Keys and panels' });
    expect(coverStore.getState().open.has('help')).toBe(true);
    for (const { keys, title, group } of commands)
      if (keys !== undefined && group !== 'Workspace') {
        expect(within(help).getAllByText(keysShown(keys))).toHaveLength(1);
        expect(within(help).getByText(title)).toBeDefined();
      }
    for (const id of panelIds) expect(within(help).getByTestId(`help-${id}`).textContent).toMatch(/\w+\. \w+/);
    fireEvent.keyDown(window, { key: 'F1', code: 'F1' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(coverStore.getState().open.has('help')).toBe(false);
  });

  test('F8 clears the way for the approve view, and the palette names the key', async () => {
    showRows('status', [sampleStatus()]);
    show();
    act(() => openDialog('palette'));
    const item = (await screen.findByText(/F8 moves the keyboard there and back/)).closest('[cmdk-item]');
    expect(item?.textContent).toMatch(/F8$/);
    fireEvent.keyDown(screen.getByPlaceholderText('What do you want to do, or find?'), { key: 'F8', code: 'F8' });
    await waitFor(() => expect(coverStore.getState().open.size).toBe(0));
  });

  test('automate asks for a budget and a duration and only proposes them', async () => {
    showRows('status', [sampleStatus()]);
    show();
    act(() => openDialog('grant'));
    const budget = screen.getByLabelText('Budget in ETH');
    fireEvent.change(budget, { target: { value: '-1' } });
    expect(screen.getByRole('button', { name: 'Propose grant' })).toHaveProperty('disabled', true);
    fireEvent.change(budget, { target: { value: '0,25' } });
    fireEvent.click(screen.getByRole('button', { name: '4 h' }));
    fireEvent.click(screen.getByRole('button', { name: 'Propose grant' }));
    await waitFor(() =>
      expect(proposeGrant).toHaveBeenCalledWith({
        strategy: 'flash-arbitrage',
        budget: 250_000_000_000_000_000n,
        minutes: 240,
      }),
    );
  });
});

test('the theme follows the choice and the mode, and is remembered', () => {
  const root = document.createElement('div');
  const stop = applyTheme(root);
  setPreferences({ appearance: 'light', palette: 'colourBlind' });
  showRows('status', [sampleStatus({ mode: 'PAPER' })]);
  expect({ ...root.dataset }).toEqual({
    appearance: 'light',
    palette: 'colourBlind',
    motion: 'system',
    mode: 'PAPER',
  });
  expect(localStorage.getItem('syndicate.preferences')).toContain('"light"');
  stop();
  setPreferences({ appearance: 'dark', palette: 'standard' });
  expect(root.dataset.appearance).toBe('light');
  expect(preferencesStore.getState().appearance).toBe('dark');
});

test('main is told the theme once, and again when it changes, for the approve view', () => {
  const unscaled = { scalePercent: 100, motion: 'system' };
  const followTheme = vi.fn(async () => success({}));
  fakeBridge({ followTheme });
  const stop = shareTheme();
  expect(followTheme.mock.calls).toEqual([[{ ...unscaled, appearance: 'dark', palette: 'standard' }]]);
  setPreferences({ hideBelowCost: true });
  setPreferences({ appearance: 'light' });
  setPreferences({ palette: 'colourBlind' });
  stop();
  setPreferences({ appearance: 'dark', palette: 'standard', hideBelowCost: false });
  expect(followTheme.mock.calls.slice(1)).toEqual([
    [{ ...unscaled, appearance: 'light', palette: 'standard' }],
    [{ ...unscaled, appearance: 'light', palette: 'colourBlind' }],
  ]);
});
