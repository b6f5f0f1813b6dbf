import type { EpochMs } from '../domain/clock.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { KernelState } from './kernelState.ts';
import { onTransfersTested } from './onTransfersTested.ts';
import type { Outcome } from './outcome.ts';
import type { Mismatch } from './transferTestState.ts';

/**
 * The chain did not bring what was predicted: our mathematics or our state is wrong, or a token moves otherwise than it is
 * asked to. Which of them is for the tokens of the route to show, tried at this very block.
 */
export function contradicted(
  kernel: KernelState,
  ticket: Ticket,
  mismatch: Mismatch,
  atMs: EpochMs,
  outcome: Outcome,
): void {
  kernel.transfers.mismatches.set(ticket.id, mismatch);
  const { block } = ticket.opportunity;
  if (kernel.transfers.required) {
    const pools = ticket.opportunity.hops.flatMap((hop) => kernel.market.pools.get(hop.pool) ?? []);
    outcome.effects.push({ kind: 'testTransfers', block, ticketId: ticket.id, pools });
    return;
  }
  onTransfersTested(kernel, { kind: 'transfersTested', atMs, block, ticketId: ticket.id, tests: [] }, outcome);
}
