import { wei } from '../../../domain/amount.ts';
import { parseAddress, parseHash } from '../../../domain/hex.ts';
import type { PooledTransaction } from '../pooledTransaction.ts';

let made = 0;

/** A waiting transaction of sender number `from`, with what a test cares about. */
export function pooled(
  from: number,
  nonce: number,
  fees: { readonly maxFee: number; readonly tip: number },
  more: Partial<PooledTransaction> = {},
): PooledTransaction {
  made += 1;
  return {
    hash: parseHash(`0x${made.toString(16).padStart(64, '0')}`),
    raw: `0x${'00'.repeat(100)}`,
    from: parseAddress(`0x${(from + 1).toString(16).padStart(40, '0')}`),
    to: null,
    nonce,
    gasLimit: 21_000,
    value: 0n,
    maxFeePerGas: wei(BigInt(fees.maxFee)),
    maxPriorityFeePerGas: wei(BigInt(fees.tip)),
    setsCode: false,
    arrival: made,
    arrivedAtMs: 0,
    ...more,
  };
}
