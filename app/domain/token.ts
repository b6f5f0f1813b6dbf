import type { Address } from './hex.ts';

/** An ERC-20 token. `symbol` is already cleaned: printable, at most 16 characters. */
export interface Token {
  readonly address: Address;
  readonly symbol: string;
  readonly decimals: number;
}
