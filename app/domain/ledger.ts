import type { EpochMs } from './clock.ts';
import type { Address } from './hex.ts';
import type { BlockReference } from './opportunity.ts';

/** A token by its address, or the chain's native currency. */
export type Asset = Address | 'native';

/**
 * Accounts of the double-entry books. `wallet` and `executor` are ours and must equal the chain; the others say where
 * money came from or went: trading (realised profit), gas, opening (balances at the epoch's first block), external
 * (dust, forced ether, rebases: never profit).
 */
export type LedgerAccount = 'wallet' | 'executor' | 'trading' | 'gas' | 'opening' | 'external';

/** One side of a booking. The postings of an entry sum to zero per asset. */
export interface Posting {
  readonly account: LedgerAccount;
  readonly asset: Asset;
  readonly amount: bigint;
}

export interface LedgerEntry {
  /** Unique: booking the same id twice is a bug that halts trading. */
  readonly id: string;
  /** `carried` stands for the entries of orders that were forgotten because of their age. */
  readonly kind: 'opening' | 'fill' | 'external' | 'reversal' | 'carried';
  readonly block: BlockReference;
  readonly atMs: EpochMs;
  readonly memo: string;
  readonly postings: readonly Posting[];
}

/** Our balances as the chain has them at one block. */
export interface ChainBalances {
  readonly block: BlockReference;
  readonly wallet: ReadonlyMap<Asset, bigint>;
  readonly executor: ReadonlyMap<Asset, bigint>;
  /** Transactions the wallet has sent, as of this block. */
  readonly nonce: number;
}
