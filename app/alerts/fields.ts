import type { HopRow } from '../contract/panelStream.ts';
import type { ConditionValue, ExactFigure } from '../domain/condition/condition.ts';
import { type Address, shortHex } from '../domain/hex.ts';
import type { AlertContext, AlertField } from './topic.ts';

const nativeDecimals = 18;
const gweiDecimals = 9;

/** Amounts of the native currency, in whole units. */
export function native<Row>(means: string, read: (row: Row) => bigint | null): AlertField<Row> {
  return { kind: 'figure', unit: 'native', means, read: (row) => exact(read(row), nativeDecimals) };
}

export function gwei<Row>(means: string, read: (row: Row) => bigint | null): AlertField<Row> {
  return { kind: 'figure', unit: 'gwei', means, read: (row) => exact(read(row), gweiDecimals) };
}

export function figure<Row>(
  means: string,
  unit: string,
  read: (row: Row, context: AlertContext) => number | null,
): AlertField<Row> {
  return { kind: 'figure', unit, means, read };
}

export function word<Row>(means: string, read: (row: Row, context: AlertContext) => string): AlertField<Row> {
  return { kind: 'word', unit: '', means, read };
}

/** An amount of some token in whole tokens; not known while the token is not. */
export function inToken<Row>(means: string, read: (row: Row) => readonly [Address, bigint | null]): AlertField<Row> {
  return {
    kind: 'figure',
    unit: 'token',
    means,
    read: (row, { token }) => {
      const [address, amount] = read(row);
      const decimals = token(address)?.decimals;
      return decimals === undefined ? null : exact(amount, decimals);
    },
  };
}

/** Tokens of a route, by symbol and by address. */
export function tokensOf<Row>(hops: (row: Row) => readonly HopRow[]): AlertField<Row> {
  return {
    kind: 'words',
    unit: '',
    means: 'symbols and addresses of its tokens',
    read: (row, { token }) =>
      [...new Set(hops(row).flatMap(({ tokenIn, tokenOut }) => [tokenIn, tokenOut]))].flatMap((address) => {
        const symbol = token(address)?.symbol;
        return symbol === undefined ? [address] : [symbol, address];
      }),
  };
}

export function poolsOf<Row>(hops: (row: Row) => readonly HopRow[]): AlertField<Row> {
  return { kind: 'words', unit: '', means: 'addresses of its pools', read: (row) => hops(row).map(({ pool }) => pool) };
}

export function venuesOf<Row>(hops: (row: Row) => readonly HopRow[]): AlertField<Row> {
  return {
    kind: 'words',
    unit: '',
    means: 'venues it goes through',
    read: (row) => hops(row).map(({ venue }) => venue),
  };
}

/** "WETH–LINK–WETH". */
export function routeName(hops: readonly HopRow[], { token }: AlertContext): string {
  const [first] = hops;
  if (first === undefined) return 'no route';
  return [first.tokenIn, ...hops.map(({ tokenOut }) => tokenOut)]
    .map((address) => token(address)?.symbol ?? shortHex(address))
    .join('–');
}

export function exact(amount: bigint | null, decimals: number): ExactFigure | null {
  return amount === null ? null : { amount, decimals };
}

/** How a figure stands in an alert: exact amounts are cut after six digits behind the point, never rounded up. */
export function valueText(value: ConditionValue): string {
  if (value === null) return 'unknown';
  if (typeof value === 'number') return String(Number(value.toPrecision(8)));
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if ('amount' in value) return exactText(value);
  return value.join(' ');
}

function exactText({ amount, decimals }: ExactFigure): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .slice(0, 6)
    .replace(/0+$/, '');
  return `${amount < 0n ? '−' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}
