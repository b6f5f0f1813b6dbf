import { createStore } from 'zustand/vanilla';
import type { OpportunityView } from '../../app/contract/opportunityView.ts';

/** Which opportunities this window lists: the engine ranks these and streams the order. null while none are on show. */
export const listedStore = createStore<{ readonly view: OpportunityView | null }>(() => ({ view: null }));

let revision = 0;

export function listOpportunities(view: Omit<OpportunityView, 'revision'> | null): void {
  revision += 1;
  listedStore.setState({ view: view === null ? null : { ...view, revision } });
}
