// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { failure, success } from '../../../app/domain/result.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleQuarantine, sampleStages, sampleStatus } from '../../testing/sampleRows.ts';
import { HealthPanel } from './Panel.tsx';
import { overBudget } from './stageView.ts';

beforeEach(() => setClock(1_700_000_001_000));

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <HealthPanel />
    </QueryClientProvider>,
  );
}

describe('the health panel', () => {
  test('works without an engine: it is where one looks then', async () => {
    fakeBridge({ processes: async () => failure('X', 'main is busy', 'wait') });
    show();
    expect(screen.getByText('Stage clock: waiting for the engine.')).toBeDefined();
    expect(await screen.findByText(/main is busy\. Asked again every 2 s\./)).toBeDefined();
  });

  test('stages against budgets, processes, tripwire and quarantine with its reason', async () => {
    fakeBridge({
      processes: async () =>
        success([
          {
            name: 'engine',
            pid: 7,
            cpuPercent: 9.2,
            memoryBytes: 212_000_000,
            restarts: 1,
            state: 'restarting' as const,
          },
        ]),
      disk: async () =>
        success({ disk: { freeBytes: 5e9, level: 'enough', text: 'enough', warnBelowMb: 1_024, haltBelowMb: 128 } }),
    });
    showRows('status', [sampleStatus({ tripwireMismatches: 1 })]);
    showRows('stages', [...sampleStages].reverse());
    showRows('quarantine', [sampleQuarantine]);
    show();
    const stages = screen.getByRole('table', { name: 'Stage clock' });
    expect([...stages.querySelectorAll('tbody tr')].map((row) => row.firstElementChild?.textContent)).toEqual([
      'seen → analysed',
      'decided',
      'simulated',
      'submitted',
      'landed',
    ]);
    expect(stages.textContent).toContain('3.4 ms !');
    expect((await screen.findByRole('table', { name: 'Processes' })).textContent).toContain(
      'engine restarting9 %212 MB1',
    );
    expect(screen.getByText(/1 mismatches/)).toBeDefined();
    expect(await screen.findByText(/^Disk: 5.* free$/)).toBeDefined();
    expect(screen.getByRole('region', { name: 'Quarantine' }).textContent).toContain('one wei less');
  });

  test('how late the feed is, what waits, the histogram, the logs by words, and diagnostics', async () => {
    const asked: unknown[] = [];
    fakeBridge({
      engineHealth: async () =>
        success({
          feed: {
            phase: 'following',
            lagMs: 340,
            snapshots: 2,
            backfilled: 3,
            deepestReorg: 1,
            logsDisagreed: 0,
            logsNotPushed: 0,
            malformed: 0,
            pendingDropped: 0,
            retries: 4,
          },
          queues: { openTickets: 2, openOrders: 5, unconfirmedBlocks: 0 },
          histogram: [{ stage: 'submitted', counts: [0, 0, 7, 1, 0, 0, 0, 0, 0, 0, 0, 0, 2] }],
        }),
      logLines: async (request) => {
        asked.push(request);
        const line = {
          process: 'engine',
          at: '2026-01-01T00:00:02.000Z',
          level: 'warn',
          text: '<b>a relay</b>',
        } as const;
        return success({ lines: [line], searchedBytes: 2_048 });
      },
      copyDiagnostics: async () => success({ characters: 1_234 }),
    });
    show();
    const behind = await screen.findByLabelText('Feed lag and queues');
    expect(behind.textContent).toContain('newest block 340 ms after its time · 4 retries');
    expect(behind.textContent).toContain('3 blocks fetched later · 1 time read anew');
    expect(behind.textContent).toContain('2 tickets · 5 orders');
    const histogram = screen.getByRole('table', { name: 'Stage clock histogram' });
    expect(histogram.querySelector('[title="2.0 ms to 5.0 ms: 7"]')).not.toBeNull();
    expect(histogram.querySelector('[title="over 5.0 s: 2"]')).not.toBeNull();
    expect((await screen.findByTestId('log-line')).textContent).toBe('00:00:02engine<b>a relay</b>');
    fireEvent.change(screen.getByTestId('log-search'), { target: { value: 'relay' } });
    fireEvent.change(screen.getByTestId('log-least'), { target: { value: 'error' } });
    await vi.waitFor(() => expect(asked.at(-1)).toEqual({ search: 'relay', least: 'error' }));
    fireEvent.click(screen.getByTestId('copy-diagnostics'));
    expect(await screen.findByText(/characters copied/)).toBeDefined();
  });

  test('a stage without a budget is never over it', () => {
    expect(overBudget({ budgetMs: null }, 1e9)).toBe(false);
    expect(overBudget({ budgetMs: 5 }, 5)).toBe(false);
    expect(overBudget({ budgetMs: 5 }, 5.01)).toBe(true);
  });
});
