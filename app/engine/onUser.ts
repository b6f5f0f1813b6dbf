import type { EpochMs } from '../domain/clock.ts';
import type { EngineInput, UserAction } from '../domain/engineInput.ts';
import { unreachable } from '../domain/errors.ts';
import { rejection } from '../domain/rejection.ts';
import { rejectReasonWords } from '../domain/rejectReason.ts';
import type { KernelState } from './kernelState.ts';
import { applyLimits } from './noteRisk.ts';
import type { Outcome } from './outcome.ts';
import { reviseTicket } from './reviseTicket.ts';
import { simulateOnPending } from './simulateTicket.ts';
import { endTicket, putTicket, setTradingState } from './transitions.ts';

export function onUser(kernel: KernelState, input: Extract<EngineInput, { kind: 'user' }>, outcome: Outcome): void {
  const action = input.action;
  switch (action.kind) {
    case 'setStrategyMode':
      return setStrategyMode(kernel, action, input.atMs, outcome);
    case 'setTradingState':
      return setTradingState(kernel, outcome, action.state, `${action.by}: ${action.reason}`);
    case 'setLimits':
      return applyLimits(kernel, action.limits);
    case 'approveTicket':
      return approveTicket(kernel, action, outcome);
    case 'rejectTicket': {
      const ticket = kernel.tickets.get(action.ticketId);
      if (ticket === undefined) return;
      const why = action.because === undefined ? {} : { because: rejectReasonWords[action.because] };
      return endTicket(kernel, outcome, ticket, 'rejected', rejection('APPROVAL_REJECTED', why));
    }
    case 'reviseTicket': {
      const ticket = kernel.tickets.get(action.ticketId);
      if (ticket !== undefined) reviseTicket(kernel, outcome, ticket, action.choice, input.atMs);
      return;
    }
    default:
      unreachable(action);
  }
}

function setStrategyMode(
  kernel: KernelState,
  action: Extract<UserAction, { kind: 'setStrategyMode' }>,
  atMs: EpochMs,
  outcome: Outcome,
): void {
  const setBy = action.by === undefined ? null : { by: action.by, atMs };
  kernel.strategies.set(action.strategy, { mode: action.mode, grant: action.grant, setBy });
  for (const ticket of [...kernel.tickets.values()]) {
    if (ticket.opportunity.strategy !== action.strategy) continue;
    if (action.mode === 'off') endTicket(kernel, outcome, ticket, 'rejected', rejection('POLICY_STRATEGY_OFF'));
    if (action.mode === 'watch') endTicket(kernel, outcome, ticket, 'rejected', rejection('POLICY_WATCH_ONLY'));
    if (action.mode === 'automate')
      endTicket(kernel, outcome, ticket, 'expired', rejection('APPROVAL_EXPIRED', { because: 'mode changed' }));
    if (action.mode === 'approve' && ticket.authority === 'grant')
      endTicket(kernel, outcome, ticket, 'rejected', rejection('GRANT_MISSING', { because: 'mode changed' }));
  }
}

function approveTicket(
  kernel: KernelState,
  action: Extract<UserAction, { kind: 'approveTicket' }>,
  outcome: Outcome,
): void {
  const ticket = kernel.tickets.get(action.ticketId);
  if (ticket === undefined || ticket.state !== 'awaitingApproval') return;
  const approved = { ...ticket, state: 'simulating' as const, approvalId: action.approvalId };
  putTicket(kernel, outcome, approved);
  restartClock(kernel, ticket.opportunity.id);
  simulateOnPending(approved, outcome);
}

/** The stage clock measures us, not the person: it starts anew when they say yes. */
function restartClock(kernel: KernelState, opportunityId: string): void {
  const opportunity = kernel.opportunities.get(opportunityId);
  if (opportunity !== undefined)
    kernel.opportunities.set(opportunityId, { ...opportunity, clock: { seen: kernel.measureNs() } });
}
