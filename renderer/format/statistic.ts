import { groupDigits, minus } from './amount.ts';

/** What is shown where there is no number. */
const none = '—';

function signed(text: string): string {
  return text.replace('-', minus);
}

/** A statistic with so many significant digits: `0.0418`, `1 204`, `−3.21`. */
export function displayNumber(value: number | null, digits = 3): string {
  if (value === null || !Number.isFinite(value)) return none;
  if (value === 0) return '0';
  if (Math.abs(value) < 1e-6) return signed(value.toExponential(1));
  const decimals = Math.min(8, Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value)))));
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  return `${value < 0 ? minus : ''}${groupDigits(whole)}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** A share as per cent: `1.84 %`, `−0.042 %`. */
export function displayPercent(share: number | null, digits = 3): string {
  return share === null || !Number.isFinite(share) ? none : `${displayNumber(100 * share, digits)} %`;
}

/** A chance: `0.231`, `< 0.001`. */
export function displayChance(chance: number): string {
  return chance < 0.001 ? '< 0.001' : chance.toFixed(3);
}
