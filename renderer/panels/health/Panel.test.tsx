// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
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

  test('a stage without a budget is never over it', () => {
    expect(overBudget({ budgetMs: null }, 1e9)).toBe(false);
    expect(overBudget({ budgetMs: 5 }, 5)).toBe(false);
    expect(overBudget({ budgetMs: 5 }, 5.01)).toBe(true);
  });
});
