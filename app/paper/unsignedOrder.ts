import { keccak256, Transaction } from 'ethers';
import { type Address, type Bytes, type Hash, parseBytes, parseHash } from '../domain/hex.ts';
import type { Order } from '../domain/order.ts';

/** An order's transaction without a signature: no node takes it. Its hash stands for it on paper, and is no transaction's. */
export function unsignedOrder(
  { plan, nonce }: Pick<Order, 'plan' | 'nonce'>,
  wallet: Address,
): { readonly rawTransaction: Bytes; readonly transactionHash: Hash } {
  const { chainId, to, value, data, gasLimit, maxFeePerGas, maxPriorityFeePerGas } = plan;
  const fees = { maxFeePerGas, maxPriorityFeePerGas };
  const transaction = Transaction.from({ type: 2, chainId, nonce, to, value, data, gasLimit, ...fees });
  const rawTransaction = parseBytes(transaction.unsignedSerialized);
  return { rawTransaction, transactionHash: parseHash(keccak256(`${rawTransaction}${wallet.slice(2)}`)) };
}
