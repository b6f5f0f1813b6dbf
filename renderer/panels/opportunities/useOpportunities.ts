import { useMemo } from 'react';
import type { OpportunityRow } from '../../../app/contract/panelStream.ts';
import { useTokens, useTopic } from '../../state/panelStore.ts';
import { usePreference } from '../../state/preferences.ts';
import { parseFilter } from './filter.ts';
import { useFilterText } from './filterStore.ts';

/** Newest block first, then the most profitable: the order in which they are worth looking at. */
export function ranked(rows: Iterable<OpportunityRow>): OpportunityRow[] {
  return [...rows].sort(
    (a, b) => b.blockNumber - a.blockNumber || (a.net === b.net ? 0 : a.net < b.net ? 1 : -1) || (a.id < b.id ? -1 : 1),
  );
}

export interface OpportunitiesView {
  readonly rows: readonly OpportunityRow[];
  readonly total: number;
  readonly filterProblem: string | null;
}

/** What the opportunities panel lists: everything the engine sent, less what the filter and the toggle leave out. */
export function useOpportunities(): OpportunitiesView {
  const { rows } = useTopic('opportunities');
  const tokens = useTokens();
  const hideBelowCost = usePreference('hideBelowCost');
  const text = useFilterText();
  const filter = useMemo(() => parseFilter(text), [text]);
  const order = useMemo(() => ranked(rows.values()), [rows]);
  const shown = useMemo(
    () =>
      order.filter((row) => !(hideBelowCost && row.reason?.code === 'DETECT_BELOW_COST') && filter.test(row, tokens)),
    [order, hideBelowCost, filter, tokens],
  );
  return { rows: shown, total: order.length, filterProblem: filter.problem };
}
