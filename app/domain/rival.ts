import type { Wei } from './amount.ts';
import type { Address, Hash } from './hex.ts';

/** What one rival took from us, as far as blocks tell. Nothing here is a guess: what is not known is counted as unknown. */
export interface RivalTotals {
  /** Who sent the transactions; `others` gathers those that were seen too seldom to be kept apart. */
  readonly rival: Address | 'others';
  /** Orders of ours that found the route taken. */
  readonly lost: number;
  /** Routes that we saw pay, did not send for, and that they moved in the next block. */
  readonly missed: number;
  /** What we had predicted for those, net of gas, at our last block before. */
  readonly lostNet: Wei;
  readonly missedNet: Wei;
  /** Transactions behind all that; one may have taken several routes. */
  readonly transactions: number;
  /** Their priority fees. */
  readonly tips: Wei;
  readonly tipsUnknown: number;
  /** What they earned, by token, where their receipts tell it exactly. */
  readonly earned: ReadonlyMap<Address, bigint>;
  readonly earnedUnknown: number;
  readonly lastBlock: number;
  readonly lastRoute: string;
  readonly lastTransaction: Hash;
}
