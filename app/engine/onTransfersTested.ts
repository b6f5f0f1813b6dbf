import type { EngineInput } from '../domain/engineInput.ts';
import { rejection } from '../domain/rejection.ts';
import type { Distrust, TransferTest } from '../domain/transferTest.ts';
import { judgeTransfers } from '../execution/judgeTransfers.ts';
import { distrust, distrustRejection, isVouchedFor, trustAgain } from './distrust.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import { quarantinePool } from './quarantinePool.ts';
import { endTicket, noteError } from './transitions.ts';

type Tested = Extract<EngineInput, { kind: 'transfersTested' }>;

/** What the chain showed of how tokens move. An answer about a block that was replaced meanwhile says nothing of our pools. */
export function onTransfersTested(kernel: KernelState, input: Tested, outcome: Outcome): void {
  const stands = kernel.recentBlocks.some((block) => block.hash === input.block.hash);
  for (const test of input.tests) if (stands) learn(kernel, outcome, test, input.atMs);
  if (input.ticketId !== null) settleMismatch(kernel, input, input.ticketId, outcome);
}

function learn(kernel: KernelState, outcome: Outcome, test: TransferTest, atMs: Tested['atMs']): void {
  const { pool } = test;
  if (test.kind === 'failed' || !kernel.market.pools.has(pool)) return;
  const verdict = judgeTransfers(test, isVouchedFor(kernel, pool));
  if (verdict.kind === 'suspect') return distrust(kernel, outcome, pool, verdict.suspicion, atMs);
  if (verdict.kind === 'empty' || kernel.distrusted.get(pool)?.flag === 'untrusted') return;
  kernel.transfers.tested.add(pool);
  trustAgain(kernel, outcome, pool);
}

/**
 * The chain contradicted a prediction. Where a token of the route moves otherwise than asked, or a pool's code is not
 * vouched for, that is why, and it is theirs; where all of them are sound, our mathematics or our state is wrong.
 */
function settleMismatch(kernel: KernelState, input: Tested, ticketId: string, outcome: Outcome): void {
  const mismatch = kernel.transfers.mismatches.get(ticketId);
  const ticket = kernel.tickets.get(ticketId);
  kernel.transfers.mismatches.delete(ticketId);
  if (mismatch === undefined || ticket === undefined || ticket.state !== 'simulating') return;
  const pools = ticket.opportunity.hops.map((hop) => hop.pool);
  if (!pools.some((pool) => kernel.distrusted.has(pool))) {
    const strangers = pools.filter((pool) => !isVouchedFor(kernel, pool));
    for (const pool of strangers)
      distrust(kernel, outcome, pool, { flag: 'untrusted', token: null, detail: mismatch.reason }, input.atMs);
  }
  const culprit = pools.map((pool) => kernel.distrusted.get(pool)).find((entry): entry is Distrust => !!entry);
  if (culprit !== undefined) return endTicket(kernel, outcome, ticket, 'rejected', distrustRejection(kernel, culprit));
  for (const pool of pools) quarantinePool(kernel, outcome, pool, input.atMs, mismatch.reason);
  noteError(kernel, outcome, `simulation differs from prediction: ${mismatch.reason}`);
  const facts = { predicted: ticket.opportunity.gross, chain: mismatch.found };
  endTicket(kernel, outcome, ticket, 'rejected', rejection(mismatch.code, facts));
}
