import { type JSX, useMemo } from 'react';
import { DataTable } from '../../components/DataTable.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { openTicket } from '../../frame/workspaceApi.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { select, useSelection } from '../../state/selection.ts';
import { opportunityColumns, sharedSymbol } from './columns.tsx';
import { type OpportunitiesView, useOpportunities } from './useOpportunities.ts';

function emptyWords({ total, filterProblem }: OpportunitiesView): { title: string; advice: string } {
  if (filterProblem !== null) return { title: 'The filter is not understood', advice: filterProblem };
  if (total > 0)
    return {
      title: 'The filter leaves nothing',
      advice: `${total} opportunities are hidden. Clear the filter to see them.`,
    };
  return {
    title: 'No opportunity yet',
    advice:
      'Each block whose swaps move pools apart is searched. If the strategy is Off, set it to Watch in the title bar.',
  };
}

export function OpportunitiesPanel(): JSX.Element {
  const view = useOpportunities();
  const tokens = useTokens();
  const selected = useSelection();
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const profitSymbol = useMemo(() => sharedSymbol(view.rows, tokens), [view.rows, tokens]);
  const columns = useMemo(
    () => opportunityColumns(tokens, nativeSymbol, profitSymbol),
    [tokens, nativeSymbol, profitSymbol],
  );
  return (
    <TopicBody
      topic="opportunities"
      waitingFor="the list of opportunities"
      empty={view.rows.length === 0 ? emptyWords(view) : null}
    >
      <DataTable
        label="Opportunities"
        rows={view.rows}
        columns={columns}
        idOf={opportunityId}
        rowTestId="opportunity-row"
        selectedId={selected?.kind === 'opportunity' ? selected.id : null}
        onSelect={selectOpportunity}
        onOpen={openTicket}
      />
    </TopicBody>
  );
}

function opportunityId({ id }: { readonly id: string }): string {
  return id;
}

function selectOpportunity(id: string | null): void {
  select(id === null ? null : { kind: 'opportunity', id });
}
