import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { OpportunityRow, TicketRow } from '../../app/contract/panelStream.ts';
import { panelStore } from './panelStore.ts';

/** What the linked panels show. null follows: the newest ticket that waits for approval, else the newest ticket. */
export type Selection = { readonly kind: 'opportunity' | 'ticket'; readonly id: string } | null;

export const selectionStore = createStore<{ readonly selected: Selection }>(() => ({ selected: null }));

export function select(selected: Selection): void {
  selectionStore.setState({ selected });
}

export function useSelection(): Selection {
  return useStore(selectionStore, ({ selected }) => selected);
}

/** The ticket the ticket panel shows for a selection; rows are in the order in which they came. */
export function ticketFor(tickets: ReadonlyMap<string, TicketRow>, selected: Selection): TicketRow | undefined {
  if (selected?.kind === 'ticket') return tickets.get(selected.id);
  let shown: TicketRow | undefined;
  for (const ticket of tickets.values()) {
    if (selected !== null) {
      if (ticket.opportunityId === selected.id) shown = ticket;
    } else if (shown?.state !== 'awaitingApproval' || ticket.state === 'awaitingApproval') shown = ticket;
  }
  return shown;
}

export interface OnShow {
  readonly ticket: TicketRow | undefined;
  readonly opportunity: OpportunityRow | undefined;
}

export function useOnShow(): OnShow {
  const selected = useSelection();
  const ticket = useStore(panelStore, ({ tickets }) => ticketFor(tickets.rows, selected));
  const opportunityId = ticket?.opportunityId ?? (selected?.kind === 'opportunity' ? selected.id : null);
  const opportunity = useStore(panelStore, ({ opportunities }) =>
    opportunityId === null ? undefined : opportunities.rows.get(opportunityId),
  );
  return { ticket, opportunity };
}
