/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(series: readonly number[]): number[] {
  const order = series.map((_, i) => i).sort((i, j) => (series[i] ?? 0) - (series[j] ?? 0));
  const found = new Array<number>(series.length).fill(0);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && series[order[to + 1] ?? 0] === series[order[from] ?? 0]) to += 1;
    for (let k = from; k <= to; k += 1) found[order[k] ?? 0] = 1 + (from + to) / 2;
    from = to + 1;
  }
  return found;
}
