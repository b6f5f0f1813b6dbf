import { useEffect, useMemo } from 'react';
import type { OpportunityView } from '../../../app/contract/opportunityView.ts';
import type { OpportunityRow } from '../../../app/contract/panelStream.ts';
import { useSubject } from '../../state/links.ts';
import { listOpportunities } from '../../state/listedOpportunities.ts';
import { useRow, useTopic } from '../../state/panelStore.ts';
import { usePreference } from '../../state/preferences.ts';

export interface ListedOpportunities {
  readonly rows: readonly OpportunityRow[];
  readonly total: number;
  /** Of them, those through the token or pool that the link group shows. */
  readonly through: number;
  readonly filterProblem: string | null;
  /** The engine has ranked what it has. */
  readonly isRanked: boolean;
  /** Changes with what is asked for, not with what the market does. */
  readonly revision: number;
}

/** What the engine is asked to list: all it has, less what the filter, the toggle and the link group leave out. */
function useView(): Omit<OpportunityView, 'revision'> {
  const filter = usePreference('opportunityFilter');
  const hideBelowCost = usePreference('hideBelowCost');
  const sort = usePreference('opportunitySort');
  const subject = useSubject('opportunities');
  const through = subject?.kind === 'token' || subject?.kind === 'pool' ? subject.address : null;
  return useMemo(() => ({ filter, hideBelowCost, through, sort }), [filter, hideBelowCost, through, sort]);
}

/** What the opportunities panel lists, in the engine's order. */
export function useOpportunities(): ListedOpportunities {
  const view = useView();
  useEffect(() => listOpportunities(view), [view]);
  useEffect(() => () => listOpportunities(null), []);
  const { rows } = useTopic('opportunities');
  const ranking = useRow('ranking', 'opportunities');
  const bySerial = useMemo(() => new Map([...rows.values()].map((row) => [row.serial, row])), [rows]);
  const listed = useMemo(() => {
    const inOrder: OpportunityRow[] = [];
    for (const serial of ranking?.serials ?? []) {
      const row = bySerial.get(serial);
      if (row !== undefined) inOrder.push(row);
    }
    return inOrder;
  }, [ranking, bySerial]);
  return {
    rows: listed,
    total: ranking?.total ?? 0,
    through: ranking?.through ?? 0,
    filterProblem: ranking?.problem ?? null,
    isRanked: ranking !== undefined,
    revision: ranking?.revision ?? 0,
  };
}
