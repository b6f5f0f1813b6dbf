import type { Brand } from './brand.ts';
import { ExpectedError } from './errors.ts';

/** The chain's native currency in its smallest unit (1e-18 ether). May be negative where it is a result. */
export type Wei = Brand<bigint, 'Wei'>;
/** Some token's smallest unit; which token is said by the field beside it. May be negative where it is a result. */
export type TokenAmount = Brand<bigint, 'TokenAmount'>;

export function wei(value: bigint): Wei {
  return value as Wei;
}

export function tokenAmount(value: bigint): TokenAmount {
  return value as TokenAmount;
}

/** Exact decimal text of an integer amount: 1500000n with 6 decimals is "1.5". Never rounds. */
export function formatUnits(amount: bigint, decimals: number): string {
  const negative = amount < 0n;
  const digits = (negative ? -amount : amount).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : digits.slice(digits.length - decimals).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The integer amount of an exact decimal text. @throws ExpectedError INPUT_MALFORMED_AMOUNT on more digits than the token has. */
export function parseUnits(text: string, decimals: number): bigint {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  const fraction = match?.[3] ?? '';
  if (match === null || fraction.length > decimals) {
    throw new ExpectedError(
      'INPUT_MALFORMED_AMOUNT',
      `"${text.slice(0, 80)}" is not an amount with at most ${decimals} decimals`,
      {
        advice: 'Write digits with an optional decimal point, such as 12.5.',
      },
    );
  }
  const magnitude = BigInt(`${match[2]}${fraction.padEnd(decimals, '0')}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

/** a * b / c rounded down; for non-negative values. */
export function mulDivDown(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b) / c;
}

/** a * b / c rounded up; for non-negative values. */
export function mulDivUp(a: bigint, b: bigint, c: bigint): bigint {
  return (a * b + c - 1n) / c;
}

/** An analysis-only number: loses digits on purpose and never comes back as an amount. */
export function toNumberForDisplay(amount: bigint, decimals: number): number {
  return Number(formatUnits(amount, decimals));
}
