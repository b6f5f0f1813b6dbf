/** A time as a person reads it: "2024-03-01 00:00 UTC", with seconds and milliseconds where there are any. */
export function utcText(atMs: number): string {
  const at = new Date(atMs);
  if (Number.isNaN(at.getTime())) return `${atMs} ms`;
  const text = at.toISOString().replace('T', ' ').replace('Z', '');
  return `${text.replace(/(?::00)?\.000$/, '')} UTC`;
}

/** The decimal number that an integer in units of 10^-digits is, without needless zeros. */
export function decimalText(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = digits === 0 ? '' : text.slice(-digits).replace(/0+$/, '');
  return `${sign}${text.slice(0, text.length - digits)}${fraction === '' ? '' : `.${fraction}`}`;
}
