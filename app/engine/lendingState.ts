import type { LenderState } from '../domain/lender.ts';
import type { Mismatch } from './transferTestState.ts';

/** What the kernel knows of lenders. */
export interface LendingState {
  /** As last read; empty while nothing is known. */
  states: readonly LenderState[];
  /** Height at which they were last asked about. */
  askedAt: number | null;
  /** What waits for a read to say whether a lender changed, by ticket. */
  readonly mismatches: Map<string, Mismatch>;
}

export function newLendingState(): LendingState {
  return { states: [], askedAt: null, mismatches: new Map() };
}
