import { type JSX, useMemo } from 'react';
import type { OrderRow } from '../../../app/contract/panelStream.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { ThroughChip } from '../../components/ThroughChip.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { displayCount } from '../../format/amount.ts';
import { openTicket } from '../../frame/workspaceApi.ts';
import { drive } from '../../state/links.ts';
import { useStatus } from '../../state/panelStore.ts';
import { useOnPaper } from '../../state/paper.ts';
import { orderColumns } from './columns.tsx';
import { useOrders } from './useOrders.ts';

const nothingSent = {
  title: 'No order yet',
  advice: 'An order appears when you approve a ticket, or by itself while the strategy is on Automate within a grant.',
};

function noneThrough(total: number): { title: string; advice: string } {
  return {
    title: 'No order went through it',
    advice: `${displayCount(total)} took other ways. × beside the title shows them.`,
  };
}

/** Beside the title: the token or pool whose orders are listed. */
export function OrderControls(): JSX.Element {
  return <ThroughChip panel="orders" />;
}

function orderId({ id }: OrderRow): string {
  return id;
}

export function OrdersPanel(): JSX.Element {
  const { rows, total, selectedId } = useOrders();
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const onPaper = useOnPaper();
  const columns = useMemo(() => orderColumns(nativeSymbol, onPaper), [nativeSymbol, onPaper]);
  const selectOrder = (id: string | null): void => {
    const order = rows.find((row) => row.id === id);
    drive('orders', order === undefined ? null : { kind: 'ticket', id: order.ticketId });
  };
  return (
    <TopicBody
      topic="orders"
      waitingFor="the list of orders"
      empty={rows.length > 0 ? null : total === 0 ? nothingSent : noneThrough(total)}
    >
      <DataTable
        label="Orders and landings"
        rows={rows}
        columns={columns}
        idOf={orderId}
        rowTestId="order-row"
        selectedId={selectedId}
        onSelect={selectOrder}
        onOpen={openTicket}
      />
    </TopicBody>
  );
}

/** In the panel's header: what became of what was sent today. */
export function OrderFacts(): JSX.Element {
  const sent = useStatus((status) => status.sent);
  const landed = useStatus((status) => status.landed);
  const lost = useStatus((status) => status.lost);
  const reverted = useStatus((status) => status.reverted);
  if (sent === undefined) return <span>waiting for the engine</span>;
  const count = (value: number | undefined): string => displayCount(value ?? 0);
  return (
    <span>
      today {count(sent)} sent · {count(landed)} landed · {count(lost)} lost · {count(reverted)} reverted
    </span>
  );
}
