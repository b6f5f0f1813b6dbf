import { wei } from '../domain/amount.ts';
import { limitsForCapital, type RiskLimits } from '../risk/limits.ts';
import type { KernelState } from './kernelState.ts';

/** Limits from the native and wrapped native balance that the epoch opened with. */
export function limitsOf(kernel: Pick<KernelState, 'epoch' | 'ledger'>): RiskLimits {
  const { chain } = kernel.epoch;
  const capital = -(kernel.ledger.balance('opening', 'native') + kernel.ledger.balance('opening', chain.wrappedNative));
  return limitsForCapital(wei(capital), {
    maxStateAgeMs: Math.max(3000, 3 * chain.blockTimeMs),
  });
}
