import { type JSX, useMemo } from 'react';
import type { OpportunitySort } from '../../../app/contract/opportunityView.ts';
import type { OpportunityRow } from '../../../app/contract/panelStream.ts';
import { SortedTable } from '../../components/DataTable.tsx';
import { TopicBody } from '../../components/TopicBody.tsx';
import type { SortedRows } from '../../components/useSortedRows.ts';
import { openDetail } from '../../frame/workspaceApi.ts';
import { drive, useMarkedAddress, useSubject } from '../../state/links.ts';
import { useStatus, useTokens } from '../../state/panelStore.ts';
import { setPreferences, usePreference } from '../../state/preferences.ts';
import { columnOf, opportunityColumns, sharedSymbol } from './columns.tsx';
import { type ListedOpportunities, useOpportunities } from './useOpportunities.ts';

function emptyWords({ total, through, isRanked }: ListedOpportunities): { title: string; advice: string } {
  if (!isRanked) return { title: 'The engine is ranking', advice: 'It orders what it has about three times a second.' };
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

/** The engine's order, and the headers that change it: largest first, then smallest first, then by use. */
function useEngineOrder({ rows, revision }: ListedOpportunities): SortedRows<OpportunityRow> {
  const sort = usePreference('opportunitySort');
  return {
    rows,
    revision: String(revision),
    canSort: (id) => columnOf(id) !== null,
    sortOf: (id) => (sort?.column !== id ? 'none' : sort.descending ? 'descending' : 'ascending'),
    toggle: (id) => setPreferences({ opportunitySort: nextSort(sort, id) }),
  };
}

function nextSort(sort: OpportunitySort | null, id: string): OpportunitySort | null {
  const column = columnOf(id);
  if (column === null) return sort;
  if (sort?.column !== column) return { column, descending: true };
  return sort.descending ? { column, descending: false } : null;
}

export function OpportunitiesPanel(): JSX.Element {
  const listed = useOpportunities();
  const { rows } = listed;
  const tokens = useTokens();
  const subject = useSubject('opportunities');
  const marked = useMarkedAddress('opportunities');
  const chosen = usePreference('opportunityColumns');
  const nativeSymbol = useStatus((status) => status.nativeSymbol) ?? '';
  const chainName = useStatus((status) => status.chainName) ?? '';
  const profitSymbol = useMemo(() => sharedSymbol(rows, tokens), [rows, tokens]);
  const columns = useMemo(
    () => opportunityColumns({ tokens, nativeSymbol, chainName, profitSymbol, marked }, chosen),
    [tokens, nativeSymbol, chainName, profitSymbol, marked, chosen],
  );
  const sorted = useEngineOrder(listed);
  return (
    <TopicBody
      topic="opportunities"
      waitingFor="the list of opportunities"
      empty={rows.length === 0 ? emptyWords(listed) : null}
    >
      <div className="flex h-full min-h-0 flex-col">
        {listed.filterProblem === null ? null : <FilterProblem problem={listed.filterProblem} />}
        <div className="min-h-0 flex-1">
          <SortedTable
            label="Opportunities"
            sorted={sorted}
            columns={columns}
            idOf={opportunityId}
            rowTestId="opportunity-row"
            selectedId={subject?.kind === 'opportunity' ? subject.id : null}
            onSelect={selectOpportunity}
            onOpen={openDetail}
          />
        </div>
      </div>
    </TopicBody>
  );
}

function FilterProblem({ problem }: { problem: string }): JSX.Element {
  return (
    <p
      role="alert"
      data-testid="filter-problem"
      className="shrink-0 border-b border-line px-2 py-1 text-caption break-words text-warn"
    >
      Everything is shown, because the filter is not understood: {problem}.
    </p>
  );
}

function opportunityId({ id }: { readonly id: string }): string {
  return id;
}

function selectOpportunity(id: string | null): void {
  drive('opportunities', id === null ? null : { kind: 'opportunity', id });
}
