import type { Address } from '../domain/hex.ts';
import { keepOutPool } from './keepOut.ts';
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
  keepOutPool(kernel, pool);
  kernel.counters.quarantinedPools += 1;
  outcome.decisions.push({ kind: 'quarantine', quarantine });
}
