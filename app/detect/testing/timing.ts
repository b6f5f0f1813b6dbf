function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function microseconds(work: () => void): number {
  const before = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - before) / 1000;
}

export const rounded = (value: number): number => Number(value.toPrecision(4));

/** The figures that every bench line has; without times of a peer only our own. */
export function summary(ours: readonly number[], peer: string, theirs: readonly number[]): object {
  const sorted = [...ours].sort((a, b) => a - b);
  const own = { p50: rounded(percentile(sorted, 0.5)), p99: rounded(percentile(sorted, 0.99)) };
  if (theirs.length === 0) return own;
  const peerP50 = percentile(
    [...theirs].sort((a, b) => a - b),
    0.5,
  );
  return { ...own, peer, peerP50: rounded(peerP50), ratio: rounded(peerP50 / percentile(sorted, 0.5)) };
}
