import { keccak256, toUtf8Bytes } from 'ethers';
import { ensure } from '../domain/errors.ts';
import { type Hash, parseHash } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';
import type { Submission } from '../domain/submission.ts';
import { addressWord, uintWord } from './abiWords.ts';

/**
 * What an approval is bound to: keccak256 of the ABI encoding of (uint256 chainId, address to, uint256 value, bytes data,
 * uint256 gasLimit, uint256 maxFeePerGas, uint256 maxPriorityFeePerGas), and behind them, of a plan for a relay, bytes32
 * keccak256 of the relay's id; of one that pays for its data apart, bytes32 keccak256 of "dataFee" and uint256 dataFee. The nonce is bound beside it, since a plan is made before its nonce is known.
 */
export function planHash(plan: Omit<Plan, 'planHash'>): Hash {
  const bytes = plan.data.slice(2);
  const route = [...submissionWords(plan.submission), ...dataFeeWords(plan.dataFee)];
  const words = [
    uintWord(plan.chainId),
    addressWord(plan.to),
    uintWord(plan.value),
    uintWord((fixedWords + route.length) * 32),
    uintWord(plan.gasLimit),
    uintWord(plan.maxFeePerGas),
    uintWord(plan.maxPriorityFeePerGas),
    ...route,
    uintWord(bytes.length / 2),
    bytes.padEnd(Math.ceil(bytes.length / 64) * 64, '0'),
  ];
  return parseHash(keccak256(`0x${words.join('')}`));
}

/** Words before the bytes of a plan for the public pool. */
const fixedWords = 7;

function submissionWords(submission: Submission): readonly string[] {
  return submission.kind === 'public' ? [] : [keccak256(toUtf8Bytes(submission.relayId)).slice(2)];
}

function dataFeeWords(dataFee: bigint | undefined): readonly string[] {
  return dataFee === undefined ? [] : [keccak256(toUtf8Bytes('dataFee')).slice(2), uintWord(dataFee)];
}

/** The plan with its hash filled in. @throws BugError on a fee cap below the tip, which no node accepts */
export function sealPlan(plan: Omit<Plan, 'planHash'>): Plan {
  ensure(plan.maxPriorityFeePerGas <= plan.maxFeePerGas, 'the tip is above the fee cap', {
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
  });
  return { ...plan, planHash: planHash(plan) };
}
