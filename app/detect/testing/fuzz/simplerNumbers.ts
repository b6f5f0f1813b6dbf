/** Numbers simpler than this one: fewer digits that are not 0, or smaller. */
export function simplerNumbers(value: bigint): bigint[] {
  const digits = String(value).length;
  const out: bigint[] = [];
  for (const kept of [1, 2, 3, Math.floor(digits / 2), digits - 2]) {
    if (kept < 1 || kept >= digits) continue;
    const unit = 10n ** BigInt(digits - kept);
    out.push((value / unit) * unit);
  }
  if (value > 1n) out.push(value / 10n, value / 2n, value - 1n);
  return [...new Set(out)].filter((each) => each > 0n && each !== value);
}

/** A state with one of its balances or reserves simpler. */
export function simplerBalances<S extends object>(state: S): S[] {
  return Object.entries(state).flatMap(([key, value]: [string, unknown]): S[] => {
    if (/^reserve[01]$/.test(key) && typeof value === 'bigint') {
      return simplerNumbers(value).map((each) => ({ ...state, [key]: each }));
    }
    if (key !== 'balances' || !Array.isArray(value)) return [];
    const balances: readonly bigint[] = value;
    return balances.flatMap((balance, place) =>
      simplerNumbers(balance).map((each) => ({ ...state, balances: balances.with(place, each) })),
    );
  });
}
