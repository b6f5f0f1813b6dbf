import type { EngineInput } from '../domain/engineInput.ts';
import { compareTripwire } from '../market/tripwire.ts';
import { distrust, isVouchedFor } from './distrust.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { quarantinePool } from './quarantinePool.ts';
import { noteError } from './transitions.ts';

/** Our quotes beside the chain's own at the same block: one wei apart and the pool is not traded. */
export function onTripwire(
  kernel: KernelState,
  input: Extract<EngineInput, { kind: 'tripwire' }>,
  outcome: Outcome,
): void {
  for (const check of input.checks) {
    kernel.counters.tripwireChecks += 1;
    const difference = compareTripwire(check, input.block);
    if (difference === null) continue;
    const reason = difference.explanation;
    if (kernel.transfers.required && !isVouchedFor(kernel, check.pool)) {
      distrust(kernel, outcome, check.pool, { flag: 'untrusted', token: null, detail: reason }, input.atMs);
      continue;
    }
    kernel.counters.tripwireMismatches += 1;
    quarantinePool(kernel, outcome, check.pool, input.atMs, reason);
    noteError(kernel, outcome, `tripwire: pool ${check.pool}: ${reason}`);
  }
}
