import { mulDivDown, type Wei, wei } from '../../domain/amount.ts';
import type { FlashArbitrageSettings } from './settings.ts';

const million = 1_000_000n;

export interface FeeBid {
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  /** gasUnits at base fee + tip, and the data fee. */
  readonly expectedGasCost: Wei;
}

/**
 * The tip that hands `bidSharePpm` of what is left after gas at the tip floor to the block's producer, per gas and
 * rounded down, between floor and cap; and a fee cap that carries through one doubling of the base fee.
 * @param grossWei the predicted gross in the native currency
 * @param dataFee what a rollup asks for the transaction's data, whatever the tip
 */
export function feeBid(
  grossWei: Wei,
  gasUnits: number,
  baseFeePerGas: Wei,
  settings: Pick<FlashArbitrageSettings, 'bidSharePpm' | 'tipFloor' | 'tipCap'>,
  dataFee: Wei = wei(0n),
): FeeBid {
  const gas = BigInt(gasUnits);
  const netAtFloor = grossWei - dataFee - gas * (baseFeePerGas + settings.tipFloor);
  const bid = netAtFloor > 0n ? mulDivDown(netAtFloor, BigInt(settings.bidSharePpm), million * gas) : 0n;
  const wanted = settings.tipFloor + bid;
  const tip = wei(wanted > settings.tipCap ? settings.tipCap : wanted);
  return {
    maxFeePerGas: wei(2n * baseFeePerGas + tip),
    maxPriorityFeePerGas: tip,
    expectedGasCost: wei(gas * (baseFeePerGas + tip) + dataFee),
  };
}
