// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { PerformanceReport } from '../../../app/contract/performance.ts';
import { wei } from '../../../app/domain/amount.ts';
import { failure, success } from '../../../app/domain/result.ts';
import { csvOf } from '../../format/table.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleStatus } from '../../testing/sampleRows.ts';
import { PerformanceFacts, PerformancePanel } from './Panel.tsx';
import { performanceTable, targetRows } from './rows.ts';
import { performanceStore } from './usePerformance.ts';

vi.mock('./WealthChart.tsx', () => ({ WealthChart: () => null }));

const sample: PerformanceReport = {
  accounts: [
    { id: '31337:0xa', mode: 'DEVNET', chain: 'Devnet', wallet: '0xa0000000000000000b', runs: 1, fromMs: 0, toMs: 1 },
    { id: '31337:0xb', mode: 'PAPER', chain: 'Devnet', wallet: '0xb0000000000000000c', runs: 1, fromMs: 0, toMs: 1 },
  ],
  strategies: ['flash-arbitrage'],
  ...{ mode: 'DEVNET', chain: 'Devnet', currency: 'ETH' },
  sample: { runs: 2, runsLeftOut: 1, periods: 120, fromMs: 0, toMs: 1_700_000_000_000, elapsedMs: 12 },
  orders: { sent: 10, landed: 8, failed: 2, results: 9 },
  money: { net: wei(ether('0.5')), gross: wei(ether('0.6')), gas: wei(ether('0.1')), failureCost: wei(ether('0.02')) },
  statistics: {
    ...{ sharpe: 2.5, sortino: 4, calmar: null, profitFactor: 3, winRate: 0.5, maxDrawdown: 0.01, totalReturn: 0.02 },
    ...{ cagr: 0.3, volatility: 0.1, skew: 0, kurtosis: 3, turnover: 5, activePeriods: 0.1, largestOwn: 0 },
  },
  drawdowns: [{ depth: 0.01, peakMs: 1_600_000_000_000, troughMs: 1_600_000_060_000, recoveredMs: null }],
  targets: [
    { name: 'sharpe', target: 2, isMost: false, actual: 2.5 },
    { name: 'gasShare', target: 0.02, isMost: true, actual: 0.16 },
    { name: 'dailyReturn', target: 0.005, isMost: false, actual: null },
  ],
  evidence: {
    ...{ verdict: 'noise', against: ['the Sharpe ratio is no better than the best of so many trials'] },
    ...{ probabilistic: 0.97, deflated: 0.4, expectedBest: 3, isVarianceAssumed: true },
    intervals: { sharpe: { low: -1, high: 5 }, cagr: null, maxDrawdown: null },
    ...{
      realityCheck: 0.2,
      superiorAbility: 0.1,
      models: 3,
      walkForward: null,
      crossValidated: null,
      tradeOrder: null,
    },
  },
  trials: { counted: 12, byKind: [{ kind: 'replay', count: 11 }], measured: 0 },
  curve: [],
  problem: null,
};

function show(): void {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <PerformanceFacts />
      <PerformancePanel />
    </QueryClientProvider>,
  );
}

beforeEach(() => {
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
  performanceStore.setState({ mode: null, account: null, strategy: null, period: '1m', fromMs: null, toMs: null });
});

test('shows figures, targets, what speaks against an edge, and from which mode they are', async () => {
  fakeBridge({ performance: async () => success(sample) });
  show();
  expect((await screen.findByTestId('performance-verdict')).textContent).toMatch(/No edge is shown: the Sharpe ratio/);
  const facts = screen.getByTestId('performance-facts');
  expect(facts.textContent).toMatch(/^DEVNET · 120 periods · /);
  expect(facts.title).toMatch(/^Devnet: 2 runs, 120 periods to .* UTC\n1 run without capital left out\n/);
  expect(screen.getByTestId('performance-sharpe').textContent).toBe('2.50');
  expect(screen.getAllByText('missed')).toHaveLength(1);
  expect(screen.getAllByText('met')).toHaveLength(1);
  expect(screen.getAllByText('unknown')).toHaveLength(1);
  expect(screen.getByText('not yet')).toBeDefined();
  const csv = csvOf(performanceTable(sample));
  expect(csv).toContain('figure,sharpe,2.5');
  expect(csv).toContain('money,net,500000000000000000');
  expect(targetRows(sample).map(({ isMet }) => isMet)).toEqual([true, false, null]);
});

test('asks anew for another mode, and keeps no account of the one before', async () => {
  const performance = vi.fn(async () => success(sample));
  fakeBridge({ performance });
  performanceStore.setState({ account: '31337:0xa' });
  show();
  fireEvent.click(await screen.findByTestId('performance-mode-PAPER'));
  await vi.waitFor(() =>
    expect(performance).toHaveBeenLastCalledWith(expect.objectContaining({ mode: 'PAPER', account: null })),
  );
  fireEvent.change(screen.getByTestId('performance-toMs'), { target: { value: '2025-01-31' } });
  await vi.waitFor(() =>
    expect(performance).toHaveBeenLastCalledWith(expect.objectContaining({ toMs: Date.UTC(2025, 1, 1) })),
  );
});

test('without figures it says why and what to do', async () => {
  fakeBridge({ performance: async () => success({ ...sample, problem: { message: 'nothing', advice: 'Trade.' } }) });
  show();
  expect(await screen.findByText('Trade.')).toBeDefined();
});

test('a journal that cannot be read is said', async () => {
  fakeBridge({ performance: async () => failure('STORE_CORRUPT', 'the journal is damaged', 'Move it aside.') });
  show();
  expect(await screen.findByText(/Move it aside/)).toBeDefined();
});
