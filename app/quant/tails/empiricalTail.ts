/** Risk in the unit of the series; a loss is positive. */
export interface TailRisk {
  readonly valueAtRisk: number;
  readonly expectedShortfall: number;
}

/**
 * Of n losses the worst m = n (1 - level), which need not be whole: value at risk is the ceil(m)-th largest loss, expected shortfall the mean of the worst m, the
 * last of them in part (Rockafellar and Uryasev 2000).
 * @param losses at least one, finite
 * @param level above 0 and below 1
 */
export function empiricalTail(losses: ArrayLike<number>, level: number): TailRisk {
  const worst = Float64Array.from(losses).sort().reverse();
  // (1 - 0.95) * 100 is not 5 in floating point.
  const m = Math.round(worst.length * (1 - level) * 1e9) / 1e9;
  const k = Math.max(1, Math.ceil(m));
  const valueAtRisk = worst[k - 1] ?? 0;
  if (m === 0) return { valueAtRisk, expectedShortfall: valueAtRisk };
  let sum = 0;
  for (let i = 0; i < k - 1; i += 1) sum += worst[i] ?? 0;
  return { valueAtRisk, expectedShortfall: (sum + (m - k + 1) * valueAtRisk) / m };
}
