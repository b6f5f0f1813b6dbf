import type { EngineInput } from '../domain/engineInput.ts';
import type { LenderState } from '../domain/lender.ts';
import { rejection } from '../domain/rejection.ts';
import type { Ticket } from '../domain/ticket.ts';
import { flashLoanFee } from '../lending/flashLoanFee.ts';
import { contradicted } from './contradicted.ts';
import type { KernelState } from './kernelState.ts';
import type { Outcome } from './outcome.ts';
import type { Mismatch } from './transferTestState.ts';
import { endTicket } from './transitions.ts';

type LendersInput = Extract<EngineInput, { kind: 'lenders' }>;

const blocksBetweenReads = 8;

/** Asks what lenders have every few blocks, where the settings allow any: fees change by governance, liquidity with its users. */
export function readLendersWhenDue(kernel: KernelState, outcome: Outcome): void {
  const { head, epoch, lending, arbitrage } = kernel;
  if (head === null || epoch.chain.lenders.length === 0) return;
  if (!arbitrage.fundingSources.some((source) => source !== 'flashSwap')) return;
  if (lending.askedAt !== null && head.number < lending.askedAt + blocksBetweenReads) return;
  lending.askedAt = head.number;
  outcome.effects.push({ kind: 'readLenders', block: { number: head.number, hash: head.hash }, ticketId: null });
}

export function onLenders(kernel: KernelState, input: LendersInput, outcome: Outcome): void {
  if (kernel.recentBlocks.some((block) => block.hash === input.block.hash)) kernel.lending.states = input.states;
  if (input.ticketId === null) return;
  const mismatch = kernel.lending.mismatches.get(input.ticketId);
  const ticket = kernel.tickets.get(input.ticketId);
  kernel.lending.mismatches.delete(input.ticketId);
  if (mismatch === undefined || ticket === undefined || ticket.state !== 'simulating') return;
  if (lendAsPredicted(ticket, input.states)) contradicted(kernel, ticket, mismatch, input.atMs, outcome);
  else {
    const facts = { predicted: ticket.opportunity.gross, chain: mismatch.found };
    endTicket(kernel, outcome, ticket, 'rejected', rejection('SIMULATION_LENDER_CHANGED', facts));
  }
}

/**
 * A borrowing ticket that the chain contradicted: what its lenders have is as old as their last read, so they are looked at
 * in its own block first, and used no more until then. A fee that rose is no fault of the route's pools.
 */
export function askItsLenders(kernel: KernelState, ticket: Ticket, mismatch: Mismatch, outcome: Outcome): boolean {
  const { funding, block } = ticket.opportunity;
  if (funding.kind === 'flashSwap') return false;
  kernel.lending.mismatches.set(ticket.id, mismatch);
  kernel.lending.states = [];
  outcome.effects.push({ kind: 'readLenders', block, ticketId: ticket.id });
  return true;
}

/** Whether the ticket's lenders ask the fee that was reckoned with, and have what was to be borrowed. */
function lendAsPredicted(ticket: Ticket, states: readonly LenderState[]): boolean {
  const { funding, flashFee, profitToken } = ticket.opportunity;
  if (funding.kind === 'flashSwap') return true;
  let fee = 0n;
  for (const { kind, lender, amount } of funding.loans) {
    const state = states.find((candidate) => candidate.kind === kind && candidate.lender === lender);
    const has = state?.liquidity.find(({ token }) => token === profitToken)?.amount ?? 0n;
    if (state === undefined || has < amount) return false;
    fee += flashLoanFee(kind, state.feeRate, amount);
  }
  return fee === flashFee;
}
