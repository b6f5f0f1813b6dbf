// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { ReplayRow } from '../../app/contract/panelStream.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { success } from '../../app/domain/result.ts';
import { displayCount } from '../format/amount.ts';
import { figuresTimeMs } from '../state/replay.ts';
import { fakeBridge, showRows } from '../testing/jsdom.ts';
import { sampleStatus } from '../testing/sampleRows.ts';
import { App } from './App.tsx';
import { openDialog } from './frameStore.ts';

vi.mock('./Workspace.tsx', () => ({ Workspace: () => null }));

const controlReplay = vi.fn(async () => success({}));

function replayRow(changed: Partial<ReplayRow> = {}): ReplayRow {
  return {
    id: 'replay',
    state: 'running',
    speed: 1,
    firstBlock: 100,
    lastBlock: 2068,
    blockNumber: 1500,
    atMs: epochMs(1_700_000_000_000),
    inputs: 300,
    problem: '',
    ...changed,
  };
}

function show(row: ReplayRow | null): void {
  showRows('status', [sampleStatus(row === null ? {} : { mode: 'REPLAY', tradingState: 'halted' })]);
  showRows('replay', row === null ? [] : [row]);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <App />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  controlReplay.mockClear();
  fakeBridge({ controlReplay });
  openDialog(null);
});

describe('the bar of a replay', () => {
  test('is not there where nothing is replayed', () => {
    show(null);
    expect(screen.queryByTestId('replay-bar')).toBeNull();
    expect(screen.getByTestId('halt-button')).toBeDefined();
  });

  test('says REPLAY and where it is, and offers nothing that trades or stops trading', async () => {
    show(replayRow());
    expect(screen.getByTestId('mode-badge').textContent).toBe('REPLAY');
    expect(screen.getByTestId('replay-block').textContent).toBe(`block ${displayCount(1500)} of ${displayCount(2068)}`);
    for (const id of ['halt-button', 'trading-state', 'strategy-mode']) expect(screen.queryByTestId(id)).toBeNull();
    expect(screen.queryByRole('button', { name: 'Resume…' })).toBeNull();
    fireEvent.keyDown(window, { key: 'k', code: 'KeyK', ctrlKey: true });
    await screen.findByPlaceholderText('What do you want to do, or find?');
    expect(screen.queryByText('Halt trading now')).toBeNull();
    expect(screen.getByText('Export the run report as JSON')).toBeDefined();
  });

  test('pauses, goes on, steps, paces and jumps', () => {
    show(replayRow());
    fireEvent.click(screen.getByTestId('replay-pause'));
    fireEvent.click(screen.getByTestId('replay-step'));
    fireEvent.change(screen.getByTestId('replay-speed'), { target: { value: 'max' } });
    const scrubber = screen.getByTestId('replay-scrubber');
    fireEvent.change(scrubber, { target: { value: '1200' } });
    expect(screen.getByTestId('replay-block').textContent).toBe(`block ${displayCount(1200)} of ${displayCount(2068)}`);
    expect(controlReplay).toHaveBeenCalledTimes(3);
    fireEvent.pointerUp(scrubber);
    fireEvent.blur(scrubber);
    expect(controlReplay.mock.calls).toEqual([
      [{ kind: 'pause' }],
      [{ kind: 'step' }],
      [{ kind: 'setSpeed', speed: 'max' }],
      [{ kind: 'jump', blockNumber: 1200 }],
    ]);
  });

  test('goes on from a pause, and says what is wrong with the recording at its end', () => {
    show(replayRow({ state: 'paused', speed: 2.5 }));
    expect(screen.getByTestId('replay-speed')).toHaveProperty('value', '2.5');
    fireEvent.click(screen.getByText('Go on'));
    expect(controlReplay).toHaveBeenCalledWith({ kind: 'resume' });
    showRows('replay', [replayRow({ state: 'ended', problem: 'the decisions are not those that were recorded' })]);
    return screen.findByText('the decisions are not those that were recorded');
  });

  test('the figures are of the recorded time', () => {
    show(replayRow());
    expect(figuresTimeMs()).toBe(1_700_000_000_000);
    showRows('replay', []);
    expect(Math.abs(figuresTimeMs() - Date.now())).toBeLessThan(1000);
  });
});
