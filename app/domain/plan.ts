import type { TokenAmount, Wei } from './amount.ts';
import type { ChainId, LenderKind } from './chain.ts';
import type { Address, Bytes, Hash } from './hex.ts';
import type { Submission } from './submission.ts';

/** A transaction as it will be signed, but for its nonce. `planHash` covers every field above it (see planHash.ts in execution). */
export interface Plan {
  readonly chainId: ChainId;
  readonly to: Address;
  readonly value: Wei;
  readonly data: Bytes;
  readonly gasLimit: number;
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  /** The one way it may reach a block. */
  readonly submission: Submission;
  /** The most that an OP Stack chain is reckoned to take for its data, beside the gas; absent where none is taken so. */
  readonly dataFee?: Wei | undefined;
  readonly planHash: Hash;
}

/** One flash loan of the profit token. */
export interface FlashLoan {
  readonly kind: LenderKind;
  /** The contract that is called: Balancer's vault, or Aave's pool. */
  readonly lender: Address;
  readonly amount: TokenAmount;
}

/**
 * Where a route's input comes from. Loans add up to the input; each lender is called inside the callback of the one
 * before, so the first is repaid last.
 */
export type Funding =
  | { readonly kind: 'flashSwap' }
  | { readonly kind: 'loans'; readonly loans: readonly [FlashLoan, ...FlashLoan[]] };

export const flashSwap: Funding = { kind: 'flashSwap' };

/** What `execute` promises on chain, as read back from a plan's calldata. */
export interface PlanTerms {
  readonly funding: Funding;
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly minProfit: TokenAmount;
  /** Unix seconds of the last block timestamp at which it may run. */
  readonly deadlineS: number;
}

/** The most that a plan can cost if it fails: gasLimit at maxFeePerGas, plus value, plus what its data may cost. */
export function worstCaseCost(plan: Pick<Plan, 'gasLimit' | 'maxFeePerGas' | 'value' | 'dataFee'>): Wei {
  return (BigInt(plan.gasLimit) * plan.maxFeePerGas + plan.value + (plan.dataFee ?? 0n)) as Wei;
}
