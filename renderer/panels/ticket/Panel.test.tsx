// @vitest-environment jsdom

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { JSX, ReactNode } from 'react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { SettingRow } from '../../../app/contract/settings.ts';
import { success } from '../../../app/domain/result.ts';
import { untouchedChoice } from '../../../app/domain/ticketChoice.ts';
import { displayCount } from '../../format/amount.ts';
import { setCover } from '../../state/covers.ts';
import { drive } from '../../state/links.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleOpportunity, sampleStatus, sampleTicket, sampleTokens } from '../../testing/sampleRows.ts';
import { TicketFacts, TicketPanel } from './Panel.tsx';
import { boundsOf } from './usePlaceApproveView.ts';

const placeApproveView = vi.fn(async () => success({}));
const selectTicket = vi.fn(async () => success({}));

function withQueries({ children }: { children: ReactNode }): JSX.Element {
  return <QueryClientProvider client={new QueryClient()}>{children}</QueryClientProvider>;
}

beforeEach(() => {
  placeApproveView.mockClear();
  selectTicket.mockClear();
  fakeBridge({ placeApproveView, selectTicket });
  setClock(1_700_000_001_000);
  showRows('status', [sampleStatus()]);
  showRows('tokens', sampleTokens);
  showRows('opportunities', [sampleOpportunity()]);
  Element.prototype.getBoundingClientRect = () => new DOMRect(900.4, 300.6, 340, 164);
});

describe('the ticket panel', () => {
  test('shows every digit of a ticket and each check', () => {
    showRows('tickets', [sampleTicket()]);
    render(
      <>
        <TicketFacts />
        <TicketPanel />
      </>,
      { wrapper: withQueries },
    );
    const text = screen.getByTestId('ticket').textContent;
    expect(text).toContain('+0.04299 ETH');
    expect(text).toContain('14.208100000000000000 WETH');
    expect(text).toContain('+0.049123412230918842 WETH');
    expect(text).toContain(`${displayCount(186_400)} × 32.9 gwei`);
    expect(text).toContain('−0.006132560000000000 ETH');
    expect(text).toContain('equal to the wei');
    expect(text).toContain('notional14.2081 ETH of 20.0000 ETH');
    expect(screen.getByText(/#48112 · expires/)).toBeDefined();
    expect(selectTicket).toHaveBeenCalledWith({ ticketId: '48112' });
  });

  test('what is chosen is asked of the engine, whose amounts stand beside; a refusal keeps the ticket', async () => {
    const reviseTicket = vi.fn(async () => success({}));
    const row = (id: string, value: string) => ({ id, value }) as SettingRow;
    const settings = async () =>
      success({ rows: [row('ticket.sizesPercent', '25 100'), row('ticket.leastProfitsPercent', '80 90')] });
    fakeBridge({ placeApproveView, selectTicket, reviseTicket, settings });
    const reason = { code: 'POLICY_NO_RELAY', facts: {} } as const;
    const refused = { choice: { ...untouchedChoice, submission: 'relay' as const }, reason };
    showRows('tickets', [sampleTicket({ refused })]);
    render(<TicketPanel />, { wrapper: withQueries });
    const quarter = await screen.findByTestId('ticket-size-25');
    expect(screen.getByTestId('ticket-size-100').getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByTestId('ticket-least-90').getAttribute('aria-pressed')).toBe('true');
    expect(screen.getByTestId('ticket-choices').textContent).toContain('14.2081 WETH');
    expect(screen.getByTestId('ticket-refused').textContent).toContain('Not 100 %, private');
    expect(screen.queryByTestId('ticket-way-relay')).not.toBeNull();
    fireEvent.click(screen.getByTestId('ticket-size-100'));
    fireEvent.click(quarter);
    expect(reviseTicket.mock.calls).toEqual([
      [{ ticketId: '48112', choice: { sizePpm: 250_000, leastProfitPpm: null, submission: null } }],
    ]);
    act(() => showRows('tickets', [sampleTicket({ state: 'simulating' })]));
    expect((screen.getByTestId('ticket-size-25') as HTMLButtonElement).disabled).toBe(true);
    act(() => showRows('tickets', [sampleTicket({ state: 'expired' })]));
    expect(screen.queryByTestId('ticket-choices')).toBeNull();
  });

  test('an opportunity without a ticket says why and what to do', () => {
    showRows('tickets', []);
    const reason = { code: 'RISK_TRADE_SIZE', facts: { size: '12', limit: '10' } } as const;
    showRows('opportunities', [sampleOpportunity({ state: 'rejected', reason })]);
    act(() => drive('opportunities', { kind: 'opportunity', id: '18204-1' }));
    render(<TicketPanel />, { wrapper: withQueries });
    const text = screen.getByTestId('ticket').textContent;
    expect(text).toContain('over the trade size limit');
    expect(text).toContain('Raise the limit or wait for a smaller one.');
    expect(text).toContain('size 12 · limit 10');
  });

  test('tells main where the approve view goes, and takes it away while something covers it', async () => {
    showRows('tickets', []);
    const { unmount } = render(<TicketPanel />, { wrapper: withQueries });
    const bounds = { x: 901, y: 301, width: 339, height: 163 };
    expect(placeApproveView).toHaveBeenLastCalledWith({ bounds });
    act(() => setCover('menu', true));
    await waitFor(() => expect(placeApproveView).toHaveBeenLastCalledWith({ bounds: null }));
    act(() => setCover('menu', false));
    await waitFor(() => expect(placeApproveView).toHaveBeenLastCalledWith({ bounds }));
    unmount();
    expect(placeApproveView).toHaveBeenLastCalledWith({ bounds: null });
  });

  test('bounds are whole pixels inside the element', () => {
    expect(boundsOf({ left: 0.2, top: 10, right: 100.9, bottom: 20.9 })).toEqual({
      x: 1,
      y: 10,
      width: 99,
      height: 10,
    });
    expect(boundsOf({ left: 5, top: 5, right: 5, bottom: 40 })).toBeNull();
  });
});
