import { type Wei, wei } from './amount.ts';
import type { Receipt } from './order.ts';

/** What a transaction took from its sender beside its value: gas, and on an OP Stack chain the fee for its data. */
export function gasPaidBy({
  gasUsed,
  effectiveGasPrice,
  dataFee,
}: Pick<Receipt, 'gasUsed' | 'effectiveGasPrice' | 'dataFee'>): Wei {
  return wei(BigInt(gasUsed) * effectiveGasPrice + (dataFee ?? 0n));
}
