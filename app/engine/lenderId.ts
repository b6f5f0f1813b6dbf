import { lenderContract } from '../domain/chain.ts';
import { shortHex } from '../domain/hex.ts';
import type { FlashLoan } from '../domain/plan.ts';
import type { KernelState } from './kernelState.ts';

/** A loan's lender as the chain table names it. */
export function lenderId({ epoch }: Pick<KernelState, 'epoch'>, { kind, lender }: FlashLoan): string {
  const known = epoch.chain.lenders.find((entry) => entry.kind === kind && lenderContract(entry) === lender);
  return known?.id ?? shortHex(lender);
}
