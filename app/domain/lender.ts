import type { TokenAmount } from './amount.ts';
import { type LenderKind, lenderKinds } from './chain.ts';
import type { Address } from './hex.ts';
import type { BlockReference } from './opportunity.ts';
import type { Funding } from './plan.ts';

/** Where a route's input may come from: the flash swap of its first pool, or a kind of lender. */
export const fundingSources = ['flashSwap', ...lenderKinds] as const;
export type FundingSource = (typeof fundingSources)[number];

/** What a lender asked and had at a block. */
export interface LenderState {
  readonly kind: LenderKind;
  /** The contract that is called for a loan. */
  readonly lender: Address;
  readonly block: BlockReference;
  /** In the lender's own unit: of 10^18 for balancerV2, basis points for aaveV3. */
  readonly feeRate: bigint;
  /** What it can lend of each profit token that was asked about, in raw units; 0 where it does not lend it now. */
  readonly liquidity: readonly { readonly token: Address; readonly amount: bigint }[];
}

/** A way to fund a route, with what it costs beyond the route itself. */
export interface FundingChoice {
  readonly funding: Funding;
  /** Of all loans together, in the profit token. */
  readonly fee: TokenAmount;
  /** Above the same route funded by a flash swap. */
  readonly gasUnits: number;
}
