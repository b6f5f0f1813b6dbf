import type { Address } from '../domain/hex.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';

/** Takes a pool out of detection until it is released by a snapshot that agrees again. */
export function quarantinePool(
  kernel: KernelState,
  outcome: Outcome,
  pool: Address,
  atMs: number,
  reason: string,
): void {
  if (kernel.quarantines.has(pool)) return;
  const quarantine = { pool, sinceMs: atMs, blockNumber: kernel.head?.number ?? 0, reason };
  kernel.quarantines.set(pool, quarantine);
  kernel.detector.setQuarantined(pool, true);
  kernel.counters.quarantinedPools += 1;
  outcome.decisions.push({ kind: 'quarantine', quarantine });
}
