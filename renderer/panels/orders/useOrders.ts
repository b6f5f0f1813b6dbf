import { useMemo } from 'react';
import type { OrderRow } from '../../../app/contract/panelStream.ts';
import { goesThrough, useSubject } from '../../state/links.ts';
import { useTopic } from '../../state/panelStore.ts';
import { useOnShow } from '../../state/selection.ts';

export interface OrdersView {
  /** Newest first; of a token or a pool those whose ticket, as far as it is still here, goes through it. */
  readonly rows: readonly OrderRow[];
  /** With those that the link group leaves out. */
  readonly total: number;
  readonly selectedId: string | null;
}

export function useOrders(): OrdersView {
  const { rows } = useTopic('orders');
  const subject = useSubject('orders');
  const { rows: tickets } = useTopic('tickets');
  const { ticket } = useOnShow('orders');
  const newestFirst = useMemo(() => [...rows.values()].sort((a, b) => b.createdAtMs - a.createdAtMs), [rows]);
  const narrowed = subject?.kind === 'token' || subject?.kind === 'pool';
  const shown = useMemo(
    () =>
      narrowed
        ? newestFirst.filter(({ ticketId }) => goesThrough(tickets.get(ticketId)?.hops ?? [], subject))
        : newestFirst,
    [newestFirst, narrowed, tickets, subject],
  );
  const order = subject === null || narrowed ? undefined : shown.find(({ ticketId }) => ticketId === ticket?.id);
  return { rows: shown, total: newestFirst.length, selectedId: order?.id ?? null };
}
