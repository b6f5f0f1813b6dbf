// @vitest-environment jsdom

import { act, render, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { success } from '../../../app/domain/result.ts';
import { displayCount } from '../../format/amount.ts';
import { setCover } from '../../state/covers.ts';
import { drive } from '../../state/links.ts';
import { fakeBridge, setClock, showRows } from '../../testing/jsdom.ts';
import { sampleOpportunity, sampleStatus, sampleTicket, sampleTokens } from '../../testing/sampleRows.ts';
import { TicketFacts, TicketPanel } from './Panel.tsx';
import { boundsOf } from './usePlaceApproveView.ts';

const placeApproveView = vi.fn(async () => success({}));
const selectTicket = vi.fn(async () => success({}));

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

  test('an opportunity without a ticket says why and what to do', () => {
    showRows('tickets', []);
    const reason = { code: 'RISK_TRADE_SIZE', facts: { size: '12', limit: '10' } } as const;
    showRows('opportunities', [sampleOpportunity({ state: 'rejected', reason })]);
    act(() => drive('opportunities', { kind: 'opportunity', id: '18204-1' }));
    render(<TicketPanel />);
    const text = screen.getByTestId('ticket').textContent;
    expect(text).toContain('over the trade size limit');
    expect(text).toContain('Raise the limit or wait for a smaller one.');
    expect(text).toContain('size 12 · limit 10');
  });

  test('tells main where the approve view goes, and takes it away while something covers it', async () => {
    showRows('tickets', []);
    const { unmount } = render(<TicketPanel />);
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
