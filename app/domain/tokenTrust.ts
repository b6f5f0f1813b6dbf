import type { Address } from './hex.ts';
import type { StrategyMode } from './mode.ts';

/** How far a token is trusted: the most that any strategy may do with a route through it, in the words of its modes. */
export type TokenTrust = StrategyMode;

/** What the user says of tokens. */
export interface TokenTrusts {
  /** Of tokens that are neither named nor the chain's profit tokens; null: automate on a chain of our own making, watch on a public one. */
  readonly others: TokenTrust | null;
  readonly tokens: Readonly<Record<Address, TokenTrust>>;
}

export const noTokenTrusts: TokenTrusts = { others: null, tokens: {} };
