import type { ProfitToken } from '../detect/cycle.ts';
import type { KernelState } from './kernelState.ts';
import { statesOf } from './poolsByToken.ts';
import { valueToken } from './valuation.ts';

/** The chain's profit tokens that have a price in the native currency at this block, in the chain table's order. */
export function profitTokenValues(kernel: KernelState): ProfitToken[] {
  const { profitTokens, wrappedNative } = kernel.epoch.chain;
  return profitTokens.flatMap((token) => {
    const value = valueToken(token, wrappedNative, statesOf(kernel, token));
    return value === null ? [] : [value];
  });
}
