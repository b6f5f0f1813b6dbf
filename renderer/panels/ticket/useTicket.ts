import { useEffect } from 'react';
import { type OnShow, useOnShow } from '../../state/selection.ts';
import { type Breakdown, breakdownOf } from './ticketView.ts';

export interface TicketView extends OnShow {
  readonly breakdown: Breakdown | undefined;
}

/** The ticket or, where there is none, the opportunity on show. */
export function useTicketOnShow(): TicketView {
  const { ticket, opportunity } = useOnShow('ticket');
  return { ticket, opportunity, breakdown: breakdownOf(ticket, opportunity) };
}

/** The same for the panel itself: main is told, so that the approve view follows. */
export function useTicket(): TicketView {
  const view = useTicketOnShow();
  const ticketId = view.ticket?.id ?? null;
  useEffect(() => {
    void window.syndicate.selectTicket({ ticketId });
  }, [ticketId]);
  return view;
}
