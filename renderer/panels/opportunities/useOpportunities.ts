import { useMemo } from 'react';
import type { OpportunityRow } from '../../../app/contract/panelStream.ts';
import { compareBigints } from '../../components/tableColumn.ts';
import { goesThrough, useSubject } from '../../state/links.ts';
import { useTokens, useTopic } from '../../state/panelStore.ts';
import { usePreference } from '../../state/preferences.ts';
import { parseFilter } from './filter.ts';
import { useFilterText } from './filterStore.ts';

const places = { answer: 0, underWay: 1, worthwhile: 2, ended: 3, belowCost: 4, gone: 5 } as const;

/** What a person can act upon first, then what is under way, then what would have paid; last what does not pay its gas or is gone. */
function placeOf({ state, reason, net }: OpportunityRow): number {
  switch (state) {
    case 'awaitingApproval':
      return places.answer;
    case 'found':
    case 'simulating':
    case 'submitted':
      return places.underWay;
    case 'rejected':
      return net <= 0n || reason?.code === 'DETECT_BELOW_COST' ? places.belowCost : places.worthwhile;
    case 'gone':
      return places.gone;
    default:
      return places.ended;
  }
}

/** By what can be done about them, then the most profitable; what has ended newest block first. */
export function ranked(rows: Iterable<OpportunityRow>): OpportunityRow[] {
  const placed = [...rows].map((row) => ({ row, place: placeOf(row) }));
  placed.sort(
    (a, b) =>
      a.place - b.place ||
      (a.place === places.ended || a.place === places.gone ? b.row.blockNumber - a.row.blockNumber : 0) ||
      compareBigints(b.row.net, a.row.net) ||
      (a.row.id < b.row.id ? -1 : 1),
  );
  return placed.map(({ row }) => row);
}

export interface OpportunitiesView {
  readonly rows: readonly OpportunityRow[];
  readonly total: number;
  /** Of them, those through the token or pool that the link group shows. */
  readonly through: number;
  readonly filterProblem: string | null;
}

/** What the opportunities panel lists: everything the engine sent, less what the filter, the toggle and the link group leave out. */
export function useOpportunities(): OpportunitiesView {
  const { rows } = useTopic('opportunities');
  const tokens = useTokens();
  const hideBelowCost = usePreference('hideBelowCost');
  const text = useFilterText();
  const filter = useMemo(() => parseFilter(text), [text]);
  const order = useMemo(() => ranked(rows.values()), [rows]);
  const subject = useSubject('opportunities');
  const through = useMemo(() => order.filter(({ hops }) => goesThrough(hops, subject)), [order, subject]);
  const shown = useMemo(
    () =>
      through.filter((row) => !(hideBelowCost && row.reason?.code === 'DETECT_BELOW_COST') && filter.test(row, tokens)),
    [through, hideBelowCost, filter, tokens],
  );
  return { rows: shown, total: order.length, through: through.length, filterProblem: filter.problem };
}
