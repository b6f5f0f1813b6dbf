// @vitest-environment jsdom

import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { linkStore, subjectOf } from '../../state/links.ts';
import { setPreferences } from '../../state/preferences.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleOpportunity, sampleStatus, sampleTicket, sampleTokens } from '../../testing/sampleRows.ts';
import { filterStore } from './filterStore.ts';
import { OpportunitiesPanel } from './Panel.tsx';

const now = 1_700_000_001_000;
const best = sampleOpportunity();
const belowCost = sampleOpportunity({
  id: '18204-2',
  net: ether('-0.00085'),
  state: 'rejected',
  reason: { code: 'DETECT_BELOW_COST', facts: {} },
});
const older = sampleOpportunity({ id: '18203-1', blockNumber: 18_203, net: ether('0.5') });

beforeEach(() => {
  fakeBridge();
  setClock(now);
  filterStore.setState({ text: '' });
  setPreferences({ hideBelowCost: false });
});

function showMarket(): void {
  showRows('status', [sampleStatus({ blockAtMs: sampleStatus().blockAtMs })]);
  showRows('tokens', sampleTokens);
  showRows('opportunities', [older, belowCost, best]);
}

const rowIds = (): (string | undefined)[] => screen.getAllByTestId('opportunity-row').map((row) => row.dataset.rowId);

describe('the opportunities panel', () => {
  test('says what it waits for, then that there is none', () => {
    render(<OpportunitiesPanel />);
    expect(screen.getByRole('status').textContent).toContain('Waiting for');
    act(() => {
      showRows('status', [sampleStatus()]);
      showRows('opportunities', []);
    });
    expect(screen.getByRole('status').textContent).toContain('No opportunity yet');
  });

  test('lists first what can be acted upon, then what is under way, then what pays, with words, signs and exact values', () => {
    showMarket();
    const conflict = { code: 'POLICY_CONFLICT', facts: {} } as const;
    showRows('opportunities', [
      older,
      belowCost,
      sampleOpportunity({ id: 'ended', state: 'lost', net: ether('9') }),
      sampleOpportunity({ id: 'yields', state: 'rejected', reason: conflict, net: ether('0.9') }),
      sampleOpportunity({ id: 'asks', state: 'awaitingApproval', net: ether('0.001') }),
      sampleOpportunity({ id: 'gone', state: 'gone', net: ether('8') }),
      best,
    ]);
    render(<OpportunitiesPanel />);
    expect(rowIds()).toEqual(['asks', '18203-1', '18204-1', 'yields', 'ended', '18204-2', 'gone']);
    expect(screen.getByText('yields to a better one')).toBeDefined();
    act(() => showRows('opportunities', [best, belowCost]));
    const [first, second] = screen.getAllByTestId('opportunity-row');
    const net = within(first as HTMLElement).getByText('+0.04299');
    expect(net.title).toContain('0.042990852230918842 ETH');
    expect(net.dataset.exact).toBe('0.042990852230918842');
    expect(within(second as HTMLElement).getByText('−0.000850')).toBeDefined();
    expect(within(second as HTMLElement).getByText('below cost')).toBeDefined();
    expect(within(first as HTMLElement).getByText('V3 0.05')).toBeDefined();
    expect(within(first as HTMLElement).getByText('1 s')).toBeDefined();
  });

  test('arrow keys select, Enter keeps the selection, Escape clears it', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    const grid = screen.getByRole('grid', { name: 'Opportunities' });
    for (let presses = 0; presses < 3; presses += 1) fireEvent.keyDown(grid, { key: 'ArrowDown' });
    expect(subjectOf(linkStore.getState(), 'ticket')).toEqual({ kind: 'opportunity', id: '18204-2' });
    fireEvent.keyDown(grid, { key: 'Enter' });
    expect(screen.getByRole('row', { selected: true }).dataset.rowId).toBe('18204-2');
    expect(grid.getAttribute('aria-activedescendant')).toContain('18204-2');
    fireEvent.keyDown(grid, { key: 'Escape' });
    expect(subjectOf(linkStore.getState(), 'ticket')).toBeNull();
  });

  test('nothing moves under the pointer: new rows wait, contents stay current', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    const grid = screen.getByRole('grid');
    fireEvent.pointerEnter(grid);
    const newest = sampleOpportunity({ id: '18205-1', blockNumber: 18_205 });
    act(() => showRows('opportunities', [{ ...best, state: 'submitted' }, belowCost, newest]));
    expect(rowIds()).toEqual(['18203-1', '18204-1', '18204-2']);
    expect(screen.getByText('submitted')).toBeDefined();
    expect(screen.getByText(/1 new/)).toBeDefined();
    fireEvent.pointerLeave(grid);
    expect(rowIds()).toEqual(['18204-1', '18205-1', '18204-2']);
  });

  test('filters, hides what is below cost, and says what a filter hides', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    act(() => setPreferences({ hideBelowCost: true }));
    expect(rowIds()).toEqual(['18203-1', '18204-1']);
    act(() => filterStore.setState({ text: 'net > 0.4' }));
    expect(rowIds()).toEqual(['18203-1']);
    act(() => filterStore.setState({ text: 'AAVE' }));
    expect(screen.getByRole('status').textContent).toContain('3 opportunities are hidden');
  });

  test('sorts by a header and back to the delivered order', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    const header = screen.getByRole('button', { name: /^Net/ });
    fireEvent.click(header);
    expect(rowIds()).toEqual(['18203-1', '18204-1', '18204-2']);
    expect(screen.getByRole('columnheader', { name: /^Net/ }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(header);
    expect(rowIds()).toEqual(['18204-2', '18204-1', '18203-1']);
    fireEvent.click(header);
    expect(rowIds()).toEqual(['18203-1', '18204-1', '18204-2']);
  });

  test('counts down a waiting approval and shows hostile symbols as text', () => {
    showMarket();
    showRows('tokens', [{ id: best.profitToken, symbol: '<img src=x>', decimals: 18 }]);
    showRows('opportunities', [{ ...best, state: 'awaitingApproval' }]);
    showRows('tickets', [sampleTicket({ expiresAtMs: (now + 2_100) as never })]);
    render(<OpportunitiesPanel />);
    expect(screen.getByText(/awaiting approval/).textContent).toBe('awaiting approval · 2.1 s');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByText('<img src=x>').length).toBeGreaterThan(0);
  });
});
