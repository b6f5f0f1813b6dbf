import { Transaction } from 'ethers';
import type { PooledTransaction } from './pooledTransaction.ts';

/** A waiting transaction as eth_getTransactionByHash gives it: in no block yet. */
export function transactionView(pooled: PooledTransaction): Readonly<Record<string, unknown>> {
  const transaction = Transaction.from(pooled.raw);
  const { signature, type } = transaction;
  const fees =
    type === 2 || type === 4
      ? {
          maxFeePerGas: quantity(pooled.maxFeePerGas),
          maxPriorityFeePerGas: quantity(pooled.maxPriorityFeePerGas),
          // Until it is in a block, nodes give the cap here.
          gasPrice: quantity(pooled.maxFeePerGas),
        }
      : { gasPrice: quantity(transaction.gasPrice ?? 0n) };
  return {
    type: quantity(type ?? 0),
    chainId: quantity(transaction.chainId),
    hash: pooled.hash,
    nonce: quantity(pooled.nonce),
    from: pooled.from,
    to: pooled.to,
    value: quantity(pooled.value),
    gas: quantity(pooled.gasLimit),
    ...fees,
    input: transaction.data,
    ...(type === 0 ? {} : { accessList: transaction.accessList ?? [], yParity: quantity(signature?.yParity ?? 0) }),
    v: quantity(type === 0 ? (signature?.networkV ?? signature?.v ?? 0) : (signature?.yParity ?? 0)),
    r: signature?.r ?? '0x0',
    s: signature?.s ?? '0x0',
    blockHash: null,
    blockNumber: null,
    transactionIndex: null,
  };
}

/** A number as JSON-RPC writes it. */
export function quantity(value: number | bigint): string {
  return `0x${value.toString(16)}`;
}
