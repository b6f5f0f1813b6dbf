import type { TokenAmount } from './amount.ts';
import type { Address } from './hex.ts';

/** Calls that a trace lists; how many more there were is said. */
export const mostTraceSteps = 128;
/** Calls nested deeper than this are counted and not listed. */
export const deepestTraceStep = 24;

/** What a contract is to a route. */
export const traceRoles = ['executor', 'pool', 'token', 'lender', 'wallet', 'unknown'] as const;

/** in and out: of a swap; sent: by a transfer; lent: by a lender; allowed: that may be taken. */
export const traceWays = ['in', 'out', 'sent', 'lent', 'allowed'] as const;

/** A text of a contract or a node in a trace is made printable and cut to this. */
export const longestTraceError = 160;

export interface TraceAmount {
  readonly way: (typeof traceWays)[number];
  readonly token: Address;
  readonly amount: TokenAmount;
}

/** One call inside another. */
export interface TraceStep {
  /** Of nested calls, from 0: what it was called by is the nearest step above with a smaller one. */
  readonly depth: number;
  /** null: it was made by this very call and the node does not say where. */
  readonly contract: Address | null;
  readonly role: (typeof traceRoles)[number];
  /** A method's name, or the selector of one that is not known here. */
  readonly method: string;
  /** At most two, and only of contracts whose role is known: a stranger's calldata means what the stranger wants. */
  readonly amounts: readonly TraceAmount[];
  /** Whom a transfer pays, or who may take an allowance. */
  readonly to: Address | null;
  readonly gasUsed: number;
  /** Why it failed; null where it did not. */
  readonly error: string | null;
}

/** A call of the executor as a node ran it. */
export interface CallTrace {
  readonly outcome:
    | { readonly kind: 'profit' /** In the profit token, as the executor answers. */; readonly profit: bigint }
    | { readonly kind: 'reverted'; readonly reason: string };
  readonly gasUsed: number;
  /** In the order of their beginning. */
  readonly steps: readonly TraceStep[];
  /** Calls that only read, and delegated ones, unless they failed: they are not listed. */
  readonly reads: number;
  /** Calls, at least, that were too many or too deep to be listed. */
  readonly leftOut: number;
}
