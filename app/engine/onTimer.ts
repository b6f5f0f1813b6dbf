import type { EngineInput } from '../domain/engineInput.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { reviewWaitingTickets } from './reviewTickets.ts';

/** Time passes even where no block comes: what waits for a person must expire. */
export function onTimer(kernel: KernelState, input: Extract<EngineInput, { kind: 'timer' }>, outcome: Outcome): void {
  reviewWaitingTickets(kernel, outcome, [], input.atMs);
}
