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
    expect(screen.getByText('No fill yet')).toBeDefined();
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

  test('the ledger says what each entry changed', () => {
    showRows('equity', [sampleEquity(1, '0.02')]);
    showRows('balances', sampleBalances);
    render(<ProfitPanel />);
    fireEvent.mouseDown(screen.getByRole('tab', { name: 'Ledger' }));
    expect(screen.getByRole('table', { name: 'Ledger entries' }).textContent).toContain('+0.02000 WETH−0.00610 ETH');
  });
});
