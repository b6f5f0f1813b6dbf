import { type JSX, useMemo } from 'react';
import { DataTable } from '../../components/DataTable.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import { openTicket } from '../../frame/workspaceApi.ts';
import { drive, useMarkedAddress, useSubject } from '../../state/links.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { opportunityColumns, sharedSymbol } from './columns.tsx';
import { type OpportunitiesView, useOpportunities } from './useOpportunities.ts';

function emptyWords({ total, through, filterProblem }: OpportunitiesView): { title: string; advice: string } {
  if (filterProblem !== null) return { title: 'The filter is not understood', advice: filterProblem };
  if (total > 0 && through === 0)
    return {
      title: 'Nothing goes through it',
      advice: `${total} opportunities take other ways. × beside the title shows them.`,
    };
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
  const subject = useSubject('opportunities');
  const marked = useMarkedAddress('opportunities');
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const profitSymbol = useMemo(() => sharedSymbol(view.rows, tokens), [view.rows, tokens]);
  const columns = useMemo(
    () => opportunityColumns({ tokens, nativeSymbol, profitSymbol, marked }),
    [tokens, nativeSymbol, profitSymbol, marked],
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
        selectedId={subject?.kind === 'opportunity' ? subject.id : null}
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
  drive('opportunities', id === null ? null : { kind: 'opportunity', id });
}
