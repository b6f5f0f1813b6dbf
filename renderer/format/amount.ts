import { formatUnits } from '../../app/domain/amount.ts';

/** U+2009: groups of three digits on screen. */
export const thinSpace = '\u2009';
/** U+2212: a minus as wide as a plus, so signed columns line up. */
export const minus = '\u2212';

export type SignStyle = 'negative' | 'always';

/** Decimals shown, by size: large amounts lose their tail, small ones keep enough digits to be told apart. */
const decimalsBySize: readonly { readonly atLeast: string; readonly shown: number }[] = [
  { atLeast: '1000000', shown: 0 },
  { atLeast: '1000', shown: 2 },
  { atLeast: '1', shown: 4 },
  { atLeast: '0.001', shown: 5 },
  { atLeast: '0.0001', shown: 6 },
  { atLeast: '0.00001', shown: 7 },
  { atLeast: '0', shown: 8 },
];

function unitsAtLeast(magnitude: bigint, threshold: string, decimals: number): boolean {
  const [whole = '0', fraction = ''] = threshold.split('.');
  const scale = BigInt(fraction.length);
  return magnitude * 10n ** scale >= BigInt(whole + fraction) * 10n ** BigInt(decimals);
}

function shownDecimals(magnitude: bigint, decimals: number): number {
  const row = decimalsBySize.find(({ atLeast }) => unitsAtLeast(magnitude, atLeast, decimals));
  return Math.min(row?.shown ?? decimals, decimals);
}

/** `1234567` as `1 234 567`, with thin spaces. Expects digits only. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, thinSpace);
}

function signOf(amount: bigint, style: SignStyle): string {
  if (amount < 0n) return minus;
  return style === 'always' && amount > 0n ? '+' : '';
}

/** Rounds half away from zero in integers: no float touches an amount. */
function roundedUnits(magnitude: bigint, decimals: number, shown: number): bigint {
  const step = 10n ** BigInt(decimals - shown);
  return (magnitude + step / 2n) / step;
}

/**
 * An integer amount for a cell: `+0.04299`, `14.2081`, `1 204 118`. The number of decimals follows its size; an amount
 * too small for eight decimals is `<0.00000001` rather than a zero that it is not.
 */
export function displayAmount(amount: bigint, decimals: number, sign: SignStyle = 'negative'): string {
  if (amount === 0n) return '0';
  const magnitude = amount < 0n ? -amount : amount;
  const shown = shownDecimals(magnitude, decimals);
  const rounded = roundedUnits(magnitude, decimals, shown);
  if (rounded === 0n) return `${signOf(amount, sign)}<0.${'0'.repeat(Math.max(0, shown - 1))}1`;
  const digits = rounded.toString().padStart(shown + 1, '0');
  const whole = groupDigits(digits.slice(0, digits.length - shown));
  const fraction = digits.slice(digits.length - shown);
  return `${signOf(amount, sign)}${whole}${shown === 0 ? '' : `.${fraction}`}`;
}

/** Every digit, for a ticket: `14.208100000000000000`; zero is `0`. Groups the whole part only. */
export function displayExact(amount: bigint, decimals: number, sign: SignStyle = 'negative'): string {
  if (amount === 0n) return '0';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = groupDigits(digits.slice(0, digits.length - decimals));
  return `${signOf(amount, sign)}${whole}${decimals === 0 ? '' : `.${digits.slice(digits.length - decimals)}`}`;
}

/** What is copied: the exact decimal with an ASCII minus and no grouping, so that any program reads it back. */
export function copyableAmount(amount: bigint, decimals: number): string {
  return formatUnits(amount, decimals);
}

/** What hovering shows: the exact decimal and the integer behind it. */
export function exactTitle(amount: bigint, decimals: number, symbol: string): string {
  return `${formatUnits(amount, decimals)} ${symbol}\n${amount} in its smallest unit`;
}

/** `32.9`: a gas price in gwei; tenths from one gwei up, by size below. */
export function displayGwei(wei: bigint): string {
  const gwei = 1_000_000_000n;
  if (wei < gwei) return displayAmount(wei, 9);
  const tenths = roundedUnits(wei, 9, 1);
  return `${groupDigits((tenths / 10n).toString())}.${tenths % 10n}`;
}

/** A count: `12 441`. */
export function displayCount(count: number): string {
  return `${count < 0 ? minus : ''}${groupDigits(Math.abs(Math.trunc(count)).toString())}`;
}

/** A count of things by their name in the singular: `1 run`, `12 441 runs`. */
export function displayCounted(count: number, thing: string): string {
  return `${displayCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}
