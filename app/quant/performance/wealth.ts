/** Wealth after each return, from 1. */
export function wealthPath(returns: ArrayLike<number>): Float64Array {
  let wealth = 1;
  return Float64Array.from(returns, (value) => {
    wealth *= 1 + value;
    return wealth;
  });
}

/** The deepest fall from a peak as a share of it, 0 when there was none; the start counts as a peak. */
export function maxDrawdown(returns: ArrayLike<number>): number {
  let peak = 1;
  let deepest = 0;
  for (const wealth of wealthPath(returns)) {
    peak = Math.max(peak, wealth);
    deepest = Math.max(deepest, 1 - wealth / peak);
  }
  return deepest;
}
