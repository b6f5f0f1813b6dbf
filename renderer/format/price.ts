import { groupDigits, minus } from './amount.ts';

/** A price for looking at: seven significant digits, thin-space groups, a real minus. */
export function displayPrice(value: number): string {
  if (!Number.isFinite(value)) return '—';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-12 || size >= 1e15)) return value.toExponential(4).replaceAll('-', minus);
  const places = size === 0 ? 2 : Math.min(20, Math.max(0, 6 - Math.floor(Math.log10(size))));
  const [whole = '0', fraction] = size.toFixed(places).split('.');
  return `${value < 0 ? minus : ''}${groupDigits(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** The change from one price to another in percent, always with its sign. */
export function displayChange(from: number, to: number): string {
  if (from === 0) return '—';
  const percent = ((to - from) / from) * 100;
  const sign = percent > 0 ? '+' : percent < 0 ? minus : '';
  return `${sign}${Math.abs(percent).toFixed(2)} %`;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** When a bar opens, in UTC as the axis has it: `2023-01-01 12:00`, with seconds where it has any. */
export function barTime(timeS: number): string {
  const at = new Date(timeS * 1000);
  const day = at.toISOString().slice(0, 10);
  const seconds = at.getUTCSeconds() === 0 ? '' : `:${two(at.getUTCSeconds())}`;
  return `${day} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${seconds}`;
}
