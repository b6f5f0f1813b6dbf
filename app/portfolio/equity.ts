import { type Wei, wei } from '../domain/amount.ts';
import type { Asset } from '../domain/ledger.ts';
import type { Ledger } from './ledger.ts';
import { inNativeDown, type TokenValue } from './tokenValue.ts';

/** What we own now, in the native currency, and which assets had no price and count as nothing. */
export interface Equity {
  readonly total: Wei;
  readonly unpriced: readonly Asset[];
}

/** Wallet and executor at current values. Not a profit: it holds opening balances and what came from outside. */
export function equity(ledger: Ledger, priceOf: (asset: Asset) => TokenValue | null): Equity {
  let total = 0n;
  const unpriced = new Set<Asset>();
  for (const account of ['wallet', 'executor'] as const) {
    for (const [asset, amount] of ledger.holdings(account)) {
      if (amount === 0n) continue;
      const value = priceOf(asset);
      if (value === null) unpriced.add(asset);
      else total += inNativeDown(amount, value);
    }
  }
  return { total: wei(total), unpriced: [...unpriced] };
}
