/** Arithmetic mean; NaN of none. */
export function mean(series: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < series.length; i += 1) sum += series[i] ?? 0;
  return sum / series.length;
}

/** The k-th central moment with 1/n. */
export function centralMoment(series: ArrayLike<number>, k: number): number {
  const centre = mean(series);
  let sum = 0;
  for (let i = 0; i < series.length; i += 1) sum += ((series[i] ?? 0) - centre) ** k;
  return sum / series.length;
}

/** With n - 1 in the denominator. */
export function sampleVariance(series: ArrayLike<number>): number {
  return (centralMoment(series, 2) * series.length) / (series.length - 1);
}
