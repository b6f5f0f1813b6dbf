/** A pool's fee: 3000 ppm is `0.3`, in per cent. Exact: it only moves the point. */
export function displayFeePercent(feePpm: number): string {
  const digits = String(feePpm).padStart(5, '0');
  const fraction = digits.slice(-4).replace(/0+$/, '');
  return `${digits.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`;
}
