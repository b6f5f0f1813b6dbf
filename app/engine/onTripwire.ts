import type { EngineInput } from '../domain/engineInput.ts';
import { compareTripwire } from '../market/tripwire.ts';
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
    kernel.counters.tripwireMismatches += 1;
    const reason = difference.explanation;
    quarantinePool(kernel, outcome, check.pool, input.atMs, reason);
    noteError(kernel, outcome, `tripwire: pool ${check.pool}: ${reason}`);
  }
}
