import { keccak256 } from 'ethers';
import { ensure } from '../domain/errors.ts';
import { type Hash, parseHash } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';
import { addressWord, uintWord } from './abiWords.ts';

/** Where the bytes begin: behind the seven head words. */
const dataOffset = 7 * 32;

/**
 * What an approval is bound to: keccak256 of the ABI encoding of (uint256 chainId, address to, uint256 value, bytes data,
 * uint256 gasLimit, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas). The nonce is bound beside it, since a plan is
 * made before its nonce is known.
 */
export function planHash(plan: Omit<Plan, 'planHash'>): Hash {
  const bytes = plan.data.slice(2);
  const words = [
    uintWord(plan.chainId),
    addressWord(plan.to),
    uintWord(plan.value),
    uintWord(dataOffset),
    uintWord(plan.gasLimit),
    uintWord(plan.maxFeePerGas),
    uintWord(plan.maxPriorityFeePerGas),
    uintWord(bytes.length / 2),
    bytes.padEnd(Math.ceil(bytes.length / 64) * 64, '0'),
  ];
  return parseHash(keccak256(`0x${words.join('')}`));
}

/** The plan with its hash filled in. @throws BugError on a fee cap below the tip, which no node accepts */
export function sealPlan(plan: Omit<Plan, 'planHash'>): Plan {
  ensure(plan.maxPriorityFeePerGas <= plan.maxFeePerGas, 'the tip is above the fee cap', {
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
  });
  return { ...plan, planHash: planHash(plan) };
}
