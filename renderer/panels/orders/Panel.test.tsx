// @vitest-environment jsdom

import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { displayCount } from '../../format/amount.ts';
import { linkStore, subjectOf } from '../../state/links.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { ether, sampleOrder, sampleStatus, sampleTicket } from '../../testing/sampleRows.ts';
import { OrderFacts, OrdersPanel } from './Panel.tsx';

beforeEach(() => {
  fakeBridge();
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
  showRows('tickets', [sampleTicket()]);
});

const lost = sampleOrder({
  id: 'o-2',
  createdAtMs: (sampleOrder().createdAtMs + 5_000) as never,
  state: 'dropped',
  net: ether('-0.00021'),
  blockNumber: null,
  transactionIndex: null,
  detail: 'lost to 0x3f12…a1b2 · 12 gwei more',
  reason: { code: 'LANDING_LOST', facts: {} },
});

describe('the orders panel', () => {
  test('says how orders come about while there are none', () => {
    showRows('orders', []);
    render(<OrdersPanel />);
    expect(screen.getByRole('status').textContent).toContain('No order yet');
  });

  test('newest first, with the outcome in words and money by sign', () => {
    showRows('orders', [sampleOrder(), lost]);
    render(
      <>
        <OrderFacts />
        <OrdersPanel />
      </>,
    );
    const rows = screen.getAllByTestId('order-row');
    expect(rows.map((row) => row.dataset.rowId)).toEqual(['o-2', 'o-1']);
    expect(rows[0]?.textContent).toContain('lost to 0x3f…b2 · 12 gwei more');
    expect(rows[0]?.querySelector('[title*="lost to 0x3f12…a1b2 · 12 gwei more"]')).not.toBeNull();
    expect(rows[0]?.textContent).not.toContain('dropped');
    expect(rows[0]?.textContent).toContain('−0.000210');
    expect(rows[1]?.textContent).toContain(`landed #3 of ${displayCount(18_205)}`);
    expect(rows[1]?.textContent).toContain('+0.04315');
    expect(screen.getByText('today 41 sent · 33 landed · 6 lost · 2 reverted')).toBeDefined();
  });

  test('selecting an order shows its ticket, and copying it gives exact values', () => {
    showRows('orders', [sampleOrder()]);
    render(<OrdersPanel />);
    fireEvent.click(screen.getByTestId('order-row'));
    expect(subjectOf(linkStore.getState(), 'ticket')).toEqual({ kind: 'ticket', id: '48112' });
    const grid = screen.getByRole('grid');
    const setData = vi.fn();
    fireEvent(grid, createEvent.copy(grid, { clipboardData: { setData } }));
    expect(setData.mock.calls[0]?.[1]).toContain('\t0.042990852230918842\t0.043153412230918842\t0.00597\t');
  });
});
