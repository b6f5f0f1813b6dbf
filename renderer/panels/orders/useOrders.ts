import { useMemo } from 'react';
import type { OrderRow } from '../../../app/contract/panelStream.ts';
import { useTopic } from '../../state/panelStore.ts';
import { useOnShow, useSelection } from '../../state/selection.ts';

export interface OrdersView {
  /** Newest first. */
  readonly rows: readonly OrderRow[];
  readonly selectedId: string | null;
}

export function useOrders(): OrdersView {
  const { rows } = useTopic('orders');
  const selected = useSelection();
  const { ticket } = useOnShow();
  const newestFirst = useMemo(() => [...rows.values()].sort((a, b) => b.createdAtMs - a.createdAtMs), [rows]);
  const order = selected === null ? undefined : newestFirst.find(({ ticketId }) => ticketId === ticket?.id);
  return { rows: newestFirst, selectedId: order?.id ?? null };
}
