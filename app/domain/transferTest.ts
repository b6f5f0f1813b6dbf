import type { Address } from './hex.ts';

/** What a transfer changed: what the payer's balance fell by and the receiver's rose by; negative where it went the other way. */
export interface Moved {
  readonly sent: bigint;
  readonly received: bigint;
}

/** One token of a pool, moved out of the pool to our contract and back again on a copy of the state. */
export interface TokenTransferTest {
  readonly token: Address;
  /** What each of the two transfers asked for; 0 where the pool holds nothing to try with. */
  readonly amount: bigint;
  /** The pool's own balance before. */
  readonly held: bigint;
  /** The reserve that the pool states; null where its kind states none. */
  readonly stated: bigint | null;
  readonly out: Moved | 'refused';
  readonly back: Moved | 'refused';
}

/** A pool's two tokens, or why the node could not say. */
export type TransferTest =
  | { readonly pool: Address; readonly kind: 'tested'; readonly tokens: readonly TokenTransferTest[] }
  | { readonly pool: Address; readonly kind: 'failed'; readonly error: string };

/**
 * Why a pool is not traded though its mathematics may be right:
 * - feeOnTransfer: a transfer brings less than it says
 * - paused: the token refuses to leave the pool
 * - rebasing: balances change without a transfer, or by other amounts than asked, by a rounding
 * - untrusted: the token can be bought but not sold, or says that it moved what it did not; or the pool itself, of a
 *   factory whose code is not vouched for, does other than it says
 */
export type DistrustFlag = 'feeOnTransfer' | 'paused' | 'rebasing' | 'untrusted';

/** What a test, or the chain itself, showed against a pool. */
export interface Suspicion {
  readonly flag: DistrustFlag;
  /** The token at fault, or null where it is the pool. */
  readonly token: Address | null;
  /** What was seen, in words and numbers. */
  readonly detail: string;
}

/** Why a pool is not traded though our mathematics may be right. */
export interface Distrust extends Suspicion {
  readonly pool: Address;
  readonly sinceMs: number;
  readonly blockNumber: number;
}
