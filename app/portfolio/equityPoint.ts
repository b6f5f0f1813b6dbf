import { tokenAmount, type Wei, wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Asset } from '../domain/ledger.ts';
import { equity } from './equity.ts';
import type { Ledger } from './ledger.ts';
import { inNativeDown, type TokenValue } from './tokenValue.ts';

/** What the books are worth at a block. Values are rounded towards minus infinity, asset by asset. */
export function equityPoint(
  ledger: Ledger,
  at: { readonly blockNumber: number; readonly atMs: EpochMs },
  priceOf: (asset: Asset) => TokenValue | null,
  dollarToken: Asset | null,
): EquityPoint {
  const { total, unpriced } = equity(ledger, priceOf);
  const dollar = dollarToken === null ? null : priceOf(dollarToken);
  return {
    ...at,
    total,
    external: cameFrom(ledger, ['external'], priceOf),
    result: cameFrom(ledger, ['trading', 'gas'], priceOf),
    dollars: dollar === null ? null : tokenAmount((total * dollar.weiDenominator) / dollar.weiNumerator),
    unpriced: unpriced.length,
  };
}

/** What accounts that say where money came from have given: they count it as negative. */
function cameFrom(
  ledger: Ledger,
  accounts: readonly ('external' | 'trading' | 'gas')[],
  priceOf: (asset: Asset) => TokenValue | null,
): Wei {
  let sum = 0n;
  for (const account of accounts) {
    for (const [asset, balance] of ledger.holdings(account)) {
      const value = balance === 0n ? null : priceOf(asset);
      if (value !== null) sum += inNativeDown(-balance, value);
    }
  }
  return wei(sum);
}
