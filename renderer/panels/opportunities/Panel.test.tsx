// @vitest-environment jsdom

import { act, fireEvent, render, screen, within } from '@testing-library/react';
import { beforeEach, describe, expect, test } from 'vitest';
import { mostOpportunities } from '../../../app/contract/opportunityView.ts';
import { drive, linkStore, subjectOf } from '../../state/links.ts';
import { listedStore } from '../../state/listedOpportunities.ts';
import { readPreferences, setPreferences } from '../../state/preferences.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleOpportunity, sampleStatus, sampleTicket, sampleTokens } from '../../testing/sampleRows.ts';
import { showOpportunities } from '../../testing/showOpportunities.ts';
import { OpportunityControls } from './HeaderControls.tsx';
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
  setPreferences({
    hideBelowCost: false,
    opportunityFilter: '',
    opportunitySort: null,
    savedFilters: [],
    opportunityColumns: ['route', 'size', 'gross', 'gas', 'net', 'age', 'state'],
  });
});

function showMarket(): void {
  showRows('status', [sampleStatus({ blockAtMs: sampleStatus().blockAtMs })]);
  showRows('tokens', sampleTokens);
  showOpportunities([older, best, belowCost]);
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
    expect(screen.getByRole('status').textContent).toContain('The engine is ranking');
    act(() => showOpportunities([]));
    expect(screen.getByRole('status').textContent).toContain('No opportunity yet');
  });

  test("lists in the engine's order, with words, signs and exact values; what has not come yet is left out", () => {
    showMarket();
    showOpportunities([best, belowCost], { serials: Uint32Array.of(77, 1, 2) });
    render(<OpportunitiesPanel />);
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

  test('nothing moves under the pointer or the keyboard: new rows wait, contents stay current', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    const grid = screen.getByRole('grid');
    fireEvent.pointerEnter(grid);
    const newest = sampleOpportunity({ id: '18205-1', blockNumber: 18_205 });
    act(() => showOpportunities([newest, { ...best, state: 'submitted' }, belowCost]));
    expect(rowIds()).toEqual(['18203-1', '18204-1', '18204-2']);
    expect(screen.getByText('submitted')).toBeDefined();
    expect(screen.getByText(/1 new/)).toBeDefined();
    fireEvent.pointerLeave(grid);
    expect(rowIds()).toEqual(['18205-1', '18204-1', '18204-2']);
    act(() => grid.focus());
    act(() => showOpportunities([belowCost, newest]));
    expect(rowIds()).toEqual(['18205-1', '18204-1', '18204-2']);
    act(() => showOpportunities([older, belowCost, newest]));
    fireEvent.click(screen.getByTestId('held-notice'));
    expect(rowIds()).toEqual(['18203-1', '18204-2', '18205-1']);
    act(() => showOpportunities([newest]));
    expect(rowIds()).toHaveLength(3);
    act(() => showOpportunities([newest], { revision: 2 }));
    expect(rowIds()).toEqual(['18205-1']);
    act(() => showOpportunities([older], { revision: 2 }));
    expect(rowIds()).toEqual(['18205-1']);
    act(() => grid.blur());
    expect(rowIds()).toEqual(['18203-1']);
  });

  test('asks the engine for what the filter, the toggle, the link group and a header say, and for nothing once it is gone', () => {
    showMarket();
    const { unmount } = render(
      <>
        <OpportunityControls />
        <OpportunitiesPanel />
      </>,
    );
    const asked = () => listedStore.getState().view;
    expect(asked()).toMatchObject({ filter: '', hideBelowCost: false, through: null, sort: null });
    fireEvent.change(screen.getByTestId('opportunity-filter'), { target: { value: 'net > 1' } });
    fireEvent.click(screen.getByRole('switch'));
    const header = screen.getByRole('button', { name: /^Net/ });
    fireEvent.click(header);
    expect(asked()).toMatchObject({
      filter: 'net > 1',
      hideBelowCost: true,
      through: null,
      sort: { column: 'net', descending: true },
    });
    expect(screen.getByRole('columnheader', { name: /^Net/ }).getAttribute('aria-sort')).toBe('descending');
    fireEvent.click(header);
    expect(asked()?.sort).toEqual({ column: 'net', descending: false });
    fireEvent.click(header);
    expect(asked()?.sort).toBeNull();
    const pool = best.hops[0]?.pool ?? best.profitToken;
    act(() => drive('orders', { kind: 'pool', address: pool }));
    expect(asked()?.through).toBe(pool);
    unmount();
    expect(asked()).toBeNull();
  });

  test('says what is wrong with a filter, what it hides, and where nothing goes through', () => {
    showMarket();
    render(<OpportunitiesPanel />);
    act(() => showOpportunities([best], { problem: 'there is no "nett"' }));
    expect(screen.getByRole('alert').textContent).toContain('not understood: there is no "nett"');
    act(() => showOpportunities([], { total: 3, through: 3 }));
    expect(screen.getByRole('status').textContent).toContain('3 opportunities are hidden');
    act(() => showOpportunities([], { total: 3, through: 0 }));
    expect(screen.getByRole('status').textContent).toContain('Nothing goes through it');
  });

  test('shows the columns that were chosen, and keeps what is chosen', () => {
    showMarket();
    setPreferences({ opportunityColumns: ['net', 'chain', 'lender', 'hops', 'block'] });
    render(<OpportunitiesPanel />);
    const headers = screen.getAllByRole('columnheader').map(({ textContent }) => textContent);
    expect(headers).toEqual(['Chain', 'Funded by', 'Hops', 'Net ETH', 'Block']);
    expect(screen.getAllByText('flash swap')).toHaveLength(3);
    expect(readPreferences(localStorage).opportunityColumns).toEqual(['net', 'chain', 'lender', 'hops', 'block']);
  });

  test('holds ten thousand rows in as few elements as fit', () => {
    showMarket();
    const many = Array.from({ length: mostOpportunities }, (_, index) => sampleOpportunity({ id: `1-${index}` }));
    showOpportunities(many);
    const { container } = render(<OpportunitiesPanel />);
    const elements = (): number => container.querySelectorAll('*').length;
    const before = elements();
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe(String(mostOpportunities));
    expect(screen.getAllByTestId('opportunity-row').length).toBeLessThan(60);
    for (let round = 0; round < 20; round += 1)
      act(() => showOpportunities(many.map((row) => ({ ...row, net: ether(`0.0${round + 1}`) }))));
    expect(elements()).toBe(before);
  });

  test('counts down a waiting approval and shows hostile symbols as text', () => {
    showMarket();
    showRows('tokens', [{ id: best.profitToken, symbol: '<img src=x>', decimals: 18 }]);
    showOpportunities([{ ...best, state: 'awaitingApproval' }]);
    showRows('tickets', [sampleTicket({ expiresAtMs: (now + 2_100) as never })]);
    render(<OpportunitiesPanel />);
    expect(screen.getByText(/awaiting approval/).textContent).toBe('awaiting approval · 2.1 s');
    expect(document.querySelector('img')).toBeNull();
    expect(screen.getAllByText('<img src=x>').length).toBeGreaterThan(0);
  });
});
