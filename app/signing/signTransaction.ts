import { type SigningKey, Transaction } from 'ethers';
import { type Bytes, type Hash, parseBytes, parseHash } from '../domain/hex.ts';
import type { Plan } from '../domain/plan.ts';

/**
 * The EIP-1559 transaction of a plan at a nonce, signed. Deterministic (RFC 6979): the same plan, nonce and key give the
 * same bytes.
 */
export function signTransaction(
  plan: Plan,
  nonce: number,
  key: SigningKey,
): { rawTransaction: Bytes; transactionHash: Hash } {
  const transaction = Transaction.from({
    type: 2,
    chainId: plan.chainId,
    nonce,
    to: plan.to,
    value: plan.value,
    data: plan.data,
    gasLimit: plan.gasLimit,
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
  });
  transaction.signature = key.sign(transaction.unsignedHash);
  return { rawTransaction: parseBytes(transaction.serialized), transactionHash: parseHash(transaction.hash ?? '') };
}
