/** A pair's answer in plain bigints, or null where the pair or its library reverts. Test oracle: slow and obvious. */
export function referenceV2ExactIn(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: bigint,
  amountIn: bigint,
): bigint | null {
  if (amountIn <= 0n || reserveIn <= 0n || reserveOut <= 0n) return null;
  if (reserveIn + amountIn >= 1n << 112n) return null;
  const afterFee = amountIn * (1_000_000n - feePpm);
  return (afterFee * reserveOut) / (reserveIn * 1_000_000n + afterFee);
}

export function referenceV2ExactOut(
  reserveIn: bigint,
  reserveOut: bigint,
  feePpm: bigint,
  amountOut: bigint,
): bigint | null {
  if (amountOut <= 0n || reserveIn <= 0n || reserveOut <= amountOut) return null;
  const amountIn = (reserveIn * amountOut * 1_000_000n) / ((reserveOut - amountOut) * (1_000_000n - feePpm)) + 1n;
  return reserveIn + amountIn >= 1n << 112n ? null : amountIn;
}
