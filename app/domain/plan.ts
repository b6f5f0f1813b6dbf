import type { TokenAmount, Wei } from './amount.ts';
import type { ChainId } from './chain.ts';
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
  readonly planHash: Hash;
}

/** What `execute` promises on chain, as read back from a plan's calldata. */
export interface PlanTerms {
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly minProfit: TokenAmount;
  /** Unix seconds of the last block timestamp at which it may run. */
  readonly deadlineS: number;
}

/** The most that a plan can cost if it fails: gasLimit at maxFeePerGas, plus value. */
export function worstCaseCost(plan: Pick<Plan, 'gasLimit' | 'maxFeePerGas' | 'value'>): Wei {
  return (BigInt(plan.gasLimit) * plan.maxFeePerGas + plan.value) as Wei;
}
