import { useQuery } from '@tanstack/react-query';
import type { OpportunityDetail } from '../../../app/contract/opportunityDetail.ts';
import type { OpportunityRow, OrderRow } from '../../../app/contract/panelStream.ts';
import { failureFrom, type Result } from '../../../app/domain/result.ts';
import { useTopic } from '../../state/panelStore.ts';
import { type OnShow, useOnShow } from '../../state/selection.ts';

export interface DetailView extends OnShow {
  readonly orders: readonly OrderRow[];
  /** The engine's answer for the block that the row is of; undefined while it is asked. */
  readonly detail: Result<OpportunityDetail> | undefined;
}

/** Its state and stage change what there is to say, its block what the curve is of. */
function askedAnew({ id, blockNumber, state, detail }: OpportunityRow): readonly unknown[] {
  return ['opportunityDetail', id, blockNumber, state, detail];
}

/** The opportunity on show, with what the engine says of it and the orders it led to. */
export function useDetail(): DetailView {
  const onShow = useOnShow('detail');
  const { opportunity } = onShow;
  const { rows: tickets } = useTopic('tickets');
  const { rows: orders } = useTopic('orders');
  const { data } = useQuery({
    queryKey: opportunity === undefined ? ['opportunityDetail'] : askedAnew(opportunity),
    queryFn: () => window.syndicate.opportunityDetail({ id: opportunity?.id ?? '' }).catch(failureFrom),
    enabled: opportunity !== undefined,
    gcTime: 60_000,
    // The same opportunity a block later: what was there stays until the answer comes.
    placeholderData: (before) => (before?.ok === true && before.value.id === opportunity?.id ? before : undefined),
  });
  return {
    ...onShow,
    orders: [...orders.values()].filter(({ ticketId }) => tickets.get(ticketId)?.opportunityId === opportunity?.id),
    detail: opportunity === undefined ? undefined : data,
  };
}
