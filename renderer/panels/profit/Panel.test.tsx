// @vitest-environment jsdom

import { fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import {
  ether,
  sampleBalances,
  sampleEquity,
  sampleLedger,
  sampleStatus,
  sampleTokens,
} from '../../testing/sampleRows.ts';
import { ProfitPanel } from './Panel.tsx';

vi.mock('./EquityChart.tsx', () => ({ EquityChart: () => null }));

beforeEach(() => {
  fakeBridge();
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
  showRows('tokens', sampleTokens);
  showRows('ledger', [sampleLedger(1, '0.02')]);
});

describe('the profit panel', () => {
  test('has a state for a run that earned nothing yet', () => {
    showRows('equity', []);
    showRows('balances', []);
    render(<ProfitPanel />);
    expect(screen.getByText('No balance read yet')).toBeDefined();
    expect(screen.getByText('No balance yet')).toBeDefined();
  });

  test('shows a difference of one wei between books and chain', () => {
    showRows('equity', [sampleEquity(1, '0.02')]);
    const [first, ...others] = sampleBalances;
    showRows('balances', [
      ...others,
      { ...(first ?? others[0]), chain: ether('9.9609') - 1n } as (typeof sampleBalances)[number],
    ]);
    render(<ProfitPanel />);
    expect(screen.getByText('differ by +<0.00000001').parentElement?.title).toContain('+0.000000000000000001 ETH');
    expect(screen.getByText(/^equal/)).toBeDefined();
  });

  test('tells profit and loss apart, and says what rivals took and what is unknown', () => {
    showRows('equity', []);
    showRows('balances', sampleBalances);
    const token = sampleTokens[0]?.id as never;
    const figures = {
      orders: 5,
      landed: 3,
      failed: 2,
      gross: [{ token, amount: ether('0.5') }],
      flashFees: [],
      slippage: [],
      gas: ether('0.1'),
      tips: ether('0.08'),
      tipsUnknown: 1,
      failureCost: ether('0.03'),
      net: ether('0.4'),
      predictedNet: ether('0.6'),
    };
    showRows('breakdown', [
      { id: 'strategy flash-arbitrage', by: 'strategy', name: 'flash-arbitrage', ...figures },
      { id: 'outcome lost to a rival', by: 'outcome', name: 'lost to a rival', ...figures, landed: 0 },
    ]);
    showRows('rivals', [
      {
        id: `0x${'ba'.repeat(20)}`,
        lost: 3,
        missed: 4,
        lostNet: ether('0.2'),
        missedNet: ether('0.3'),
        transactions: 6,
        tips: ether('0.05'),
        tipsUnknown: 0,
        earned: [{ token, amount: ether('0.7') }],
        earnedUnknown: 2,
        lastBlock: 18_200,
        lastRoute: 'WETH–LINK',
      },
    ]);
    render(<ProfitPanel />);
    fireEvent.mouseDown(screen.getByRole('tab', { name: 'Breakdown' }));
    const table = () => screen.getByRole('table', { name: /Profit and loss by/ }).textContent;
    expect(table()).toContain('flash-arbitrage3 of 52+0.400000.60000');
    expect(table()).toContain(' + ?');
    fireEvent.click(screen.getByRole('radio', { name: 'outcome' }));
    expect(table()).toContain('lost to a rival0 of 52');
    fireEvent.mouseDown(screen.getByRole('tab', { name: 'Rivals' }));
    const rivals = screen.getByRole('table', { name: 'What rivals took' }).textContent;
    expect(rivals).toContain('0xbaba…baba340.50000');
    expect(rivals).toContain('2 unknown');
  });

  test('the ledger says what each entry changed', () => {
    showRows('equity', [sampleEquity(1, '0.02')]);
    showRows('balances', sampleBalances);
    render(<ProfitPanel />);
    fireEvent.mouseDown(screen.getByRole('tab', { name: 'Ledger' }));
    expect(screen.getByRole('table', { name: 'Ledger entries' }).textContent).toContain('+0.02000 WETH−0.00610 ETH');
  });
});
