import { AbiCoder, keccak256 } from 'ethers';
import { ensure } from '../domain/errors.ts';
import { type Hash, parseHash } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';

const types = ['uint256', 'address', 'uint256', 'bytes', 'uint256', 'uint256', 'uint256'];

/**
 * What an approval is bound to: keccak256 of the ABI encoding of (chainId, to, value, data, gasLimit, maxFeePerGas,
 * maxPriorityFeePerGas). The nonce is bound beside it, since a plan is made before its nonce is known.
 */
export function planHash(plan: Omit<Plan, 'planHash'>): Hash {
  return parseHash(
    keccak256(
      AbiCoder.defaultAbiCoder().encode(types, [
        plan.chainId,
        plan.to,
        plan.value,
        plan.data,
        plan.gasLimit,
        plan.maxFeePerGas,
        plan.maxPriorityFeePerGas,
      ]),
    ),
  );
}

/** The plan with its hash filled in. @throws BugError on a fee cap below the tip, which no node accepts */
export function sealPlan(plan: Omit<Plan, 'planHash'>): Plan {
  ensure(plan.maxPriorityFeePerGas <= plan.maxFeePerGas, 'the tip is above the fee cap', {
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
  });
  return { ...plan, planHash: planHash(plan) };
}
