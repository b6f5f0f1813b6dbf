import type { SubmissionKind } from './submission.ts';

/** What a person chose of a ticket that waits for them. Amounts are the engine's: a share names one, it is none. */
export interface TicketChoice {
  /** Of the best input, as the engine found it; 1_000_000 is all of it. Rounded down. */
  readonly sizePpm: number;
  /** The least profit that the contract has to bring, as a share of what is predicted at this size; null as the strategy has it. */
  readonly leastProfitPpm: number | null;
  /** The way to a block; null as the engine chooses it. */
  readonly submission: SubmissionKind | null;
}

/** As the engine made it. */
export const untouchedChoice: TicketChoice = { sizePpm: 1_000_000, leastProfitPpm: null, submission: null };

/** Least and most that can be chosen, in parts per million: a larger input than twice the best brings less in any case. */
export const choiceBounds = { sizePpm: [10_000, 2_000_000], leastProfitPpm: [10_000, 1_000_000] } as const;
