import type { Asset } from '../domain/ledger.ts';
import { parValue, type TokenValue } from '../portfolio/tokenValue.ts';
import type { KernelState } from './kernelState.ts';
import { statesOf } from './poolsByToken.ts';
import { valueToken } from './valuation.ts';

/** What an asset is worth in the native currency at the head; null where no pool says. */
export function assetValue(kernel: KernelState, asset: Asset): TokenValue | null {
  return asset === 'native' ? parValue : valueToken(asset, kernel.epoch.chain.wrappedNative, statesOf(kernel, asset));
}
