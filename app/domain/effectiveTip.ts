import { type Wei, wei } from './amount.ts';

/** What a transaction with these fees pays to the block's producer per gas at a base fee; negative where it cannot be included. Source: EIP-1559. */
export function effectiveTip(
  fees: { readonly maxFeePerGas: Wei; readonly maxPriorityFeePerGas: Wei },
  baseFeePerGas: Wei,
): Wei {
  const room = fees.maxFeePerGas - baseFeePerGas;
  return room < fees.maxPriorityFeePerGas ? wei(room) : fees.maxPriorityFeePerGas;
}
