import { type Wei, wei } from '../domain/amount.ts';

/** A token's value as an exact fraction: wei = amount * weiNumerator / weiDenominator. */
export interface TokenValue {
  readonly weiNumerator: bigint;
  readonly weiDenominator: bigint;
}

/** The wrapped native token. */
export const parValue: TokenValue = { weiNumerator: 1n, weiDenominator: 1n };

/** In the native currency, rounded towards minus infinity, so that a gain is never overstated nor a loss understated. */
export function inNativeDown(amount: bigint, value: TokenValue): Wei {
  const product = amount * value.weiNumerator;
  const quotient = product / value.weiDenominator;
  const exact = quotient * value.weiDenominator === product;
  return wei(product < 0n && !exact ? quotient - 1n : quotient);
}
