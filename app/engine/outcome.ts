import type { Decision } from './decision.ts';
import type { Effect } from './effect.ts';

/** What applying one input led to: conclusions for the journal and work for the world, each in order. */
export interface Outcome {
  readonly decisions: Decision[];
  readonly effects: Effect[];
}

export function emptyOutcome(): Outcome {
  return { decisions: [], effects: [] };
}
