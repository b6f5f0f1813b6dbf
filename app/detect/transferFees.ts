import type { ExactDirection, ExactOutcome, ExactPool } from './exactPool.ts';

/** What a pool's tokens keep of every transfer, in parts of a million, each fee rounded down: by the place of the token. */
export type TransferFees = readonly [number, number];

const million = 1_000_000n;

/** What arrives of an amount that is sent. */
export function arriving(sent: bigint, feePpm: number): bigint {
  return sent - (sent * BigInt(feePpm)) / million;
}

/** The least amount to send of which this much arrives. */
export function leastSent(arrives: bigint, feePpm: number): bigint {
  return arrives <= 0n ? 0n : ((arrives - 1n) * million) / (million - BigInt(feePpm)) + 1n;
}

/**
 * A swap of two tokens of which either may keep a part of each transfer, as the router's swapExactTokensForTokensSupportingFeeOnTransferTokens does it: the
 * pool counts what reached it, and pays what the receiver gets less of. Amounts are those that are sent and received; the pool then stands where the
 * swap leaves it. An exact output is the least to send that pays at least so much.
 */
export function swapWithTransferFees(
  pool: ExactPool,
  direction: ExactDirection,
  amount: bigint,
  fees: TransferFees,
): ExactOutcome {
  const [feeIn = 0, feeOut = 0] = [fees[direction.in], fees[direction.out]];
  if (direction.exactIn) {
    const outcome = pool.swap(direction, arriving(amount, feeIn));
    return outcome.ok ? { ok: true, amountIn: amount, amountOut: arriving(outcome.amountOut, feeOut) } : outcome;
  }
  const outcome = pool.swap(direction, leastSent(amount, feeOut));
  return outcome.ok ? { ok: true, amountIn: leastSent(outcome.amountIn, feeIn), amountOut: amount } : outcome;
}
