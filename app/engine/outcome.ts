import type { Opportunity } from '../domain/opportunity.ts';
import type { Decision } from './decision.ts';
import type { Effect } from './effect.ts';

/** What applying one input led to: conclusions for the journal and work for the world, each in order. */
export interface Outcome {
  /** Opportunities as they look after this input, for windows: most are the same route at another price and are not journaled. */
  readonly sightings: Opportunity[];
  readonly decisions: Decision[];
  readonly effects: Effect[];
}

export function emptyOutcome(): Outcome {
  return { sightings: [], decisions: [], effects: [] };
}
