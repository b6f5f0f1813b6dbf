import type { JSX } from 'react';
import { copyableAmount, displayAmount, exactTitle, type SignStyle } from '../format/amount.ts';
import { useFlash } from './useFlash.ts';

export interface AmountProps {
  readonly value: bigint;
  readonly decimals: number;
  readonly symbol: string;
  readonly sign?: SignStyle;
  /** Colours by sign: money gained or lost. The sign is always shown with it. */
  readonly money?: boolean;
  /** Never flashes: for figures that change with every block and say nothing by it, such as a gas estimate. */
  readonly still?: boolean;
  /** Shows the symbol after the number, for cells whose column does not say it. */
  readonly withSymbol?: boolean;
}

/** Gained, lost or neither, as a text colour. */
export function moneyClass(value: bigint): string {
  if (value === 0n) return 'text-ink-2';
  return value > 0n ? 'text-gain' : 'text-loss';
}

/** An integer amount: rounded by size on screen, exact on hover and on copy, flashing once when it changes. */
export function Amount({
  value,
  decimals,
  symbol,
  sign,
  money = false,
  still = false,
  withSymbol = false,
}: AmountProps): JSX.Element {
  const text = displayAmount(value, decimals, sign ?? (money ? 'always' : 'negative'));
  const flash = useFlash(still ? '' : text);
  return (
    <span
      ref={flash}
      className={`whitespace-nowrap rounded-sm ${money ? moneyClass(value) : ''}`}
      title={exactTitle(value, decimals, symbol)}
      data-exact={copyableAmount(value, decimals)}
    >
      {text}
      {withSymbol ? <span className="text-ink-3"> {symbol}</span> : null}
    </span>
  );
}
