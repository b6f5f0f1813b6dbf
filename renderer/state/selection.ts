import { useStore } from 'zustand';
import type { OpportunityRow, TicketRow } from '../../app/contract/panelStream.ts';
import type { LinkSubject, PanelId } from '../../app/contract/workspace.ts';
import { goesThrough, useSubject } from './links.ts';
import { panelStore } from './panelStore.ts';

/**
 * The ticket to show for a subject; rows are in the order in which they came. Without one, and among those that go through
 * a token or a pool: the newest that waits for approval, else the newest.
 */
export function ticketFor(tickets: ReadonlyMap<string, TicketRow>, subject: LinkSubject | null): TicketRow | undefined {
  if (subject?.kind === 'ticket') return tickets.get(subject.id);
  let shown: TicketRow | undefined;
  for (const ticket of tickets.values()) {
    if (subject?.kind === 'opportunity') {
      if (ticket.opportunityId === subject.id) shown = ticket;
    } else if (!goesThrough(ticket.hops, subject)) continue;
    else if (shown?.state !== 'awaitingApproval' || ticket.state === 'awaitingApproval') shown = ticket;
  }
  return shown;
}

/** The opportunity to show where there is no ticket: the subject itself, or the newest through its token or pool. */
function opportunityFor(
  opportunities: ReadonlyMap<string, OpportunityRow>,
  subject: LinkSubject | null,
): OpportunityRow | undefined {
  if (subject?.kind === 'opportunity') return opportunities.get(subject.id);
  if (subject?.kind !== 'token' && subject?.kind !== 'pool') return undefined;
  let shown: OpportunityRow | undefined;
  for (const opportunity of opportunities.values())
    if (goesThrough(opportunity.hops, subject) && opportunity.blockNumber >= (shown?.blockNumber ?? 0))
      shown = opportunity;
  return shown;
}

export interface OnShow {
  readonly ticket: TicketRow | undefined;
  readonly opportunity: OpportunityRow | undefined;
}

/** The ticket and the opportunity that a panel's subject stands for. */
export function useOnShow(panel: PanelId): OnShow {
  const subject = useSubject(panel);
  const ticket = useStore(panelStore, ({ tickets }) => ticketFor(tickets.rows, subject));
  const opportunity = useStore(panelStore, ({ opportunities }) =>
    ticket === undefined ? opportunityFor(opportunities.rows, subject) : opportunities.rows.get(ticket.opportunityId),
  );
  return { ticket, opportunity };
}
