import type { ProfitToken } from '../detect/cycle.ts';
import { epochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { stamp } from '../domain/stageClock.ts';
import type { Ticket } from '../domain/ticket.ts';
import { type Admission, admit } from '../strategies/admit.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import { chooseByTrust, modeFor, watchedForItsTokens } from './chooseByTrust.ts';
import { clearlyBetter } from './clearlyBetter.ts';
import { countRejection } from './counters.ts';
import type { KernelState, StrategySetting } from './kernelState.ts';
import { netsBehind } from './netsBehind.ts';
import type { Outcome } from './outcome.ts';
import { prepareTicket } from './prepareTicket.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeKey, routePools } from './routeKey.ts';
import { simulateAtBlock } from './simulateTicket.ts';
import { type Evidence, gatherEvidence, submissionOutlook } from './submissionOutlook.ts';
import { transferRejection } from './transferTests.ts';
import { endTicket, openOrders, putOpportunity, putTicket } from './transitions.ts';

type Block = Extract<EngineInput, { kind: 'block' }>;

/** How long a person has for a ticket. The chain's own deadline in the calldata ends with it. */
const approvalWindowS = 60;
/** Orders under way and tickets waiting for a person, together. */
const maxOpenOrders = 8;

/** Judges a block's opportunities best first, and opens a ticket for each that may be traded. */
export function openTickets(kernel: KernelState, outcome: Outcome, found: readonly Opportunity[], input: Block): void {
  const setting = kernel.strategies.get('flash-arbitrage');
  if (setting === undefined) return;
  const values = new Map(profitTokenValues(kernel).map((value) => [value.token, value]));
  const wanted: Opportunity[] = [];
  for (const opportunity of found) {
    if (opportunity.state !== 'found') continue;
    const reason =
      flashArbitrage.judge(opportunity, kernel.arbitrage) ??
      admit(admission(kernel, setting)) ??
      watchedForItsTokens(kernel, opportunity);
    const final = reason ?? takenOnPaper(kernel, opportunity) ?? waitingConflict(kernel, setting, opportunity);
    if (final === null) wanted.push(opportunity);
    else reject(kernel, outcome, opportunity, final);
  }
  const { chosen, passedOver } = chooseByTrust(kernel, setting.mode, wanted, heldPools(kernel));
  openChosen(kernel, outcome, setting, chosen, values, input);
  // Last, because a ticket should not wait for it.
  const behind = netsBehind(kernel, chosen, passedOver, [...values.values()], input.head);
  for (const { opportunity, reason } of passedOver) {
    const netBehind = behind.get(opportunity.id);
    const facts = netBehind === undefined ? reason.facts : { ...reason.facts, netBehind: String(netBehind) };
    reject(kernel, outcome, opportunity, { ...reason, facts });
  }
}

function openChosen(
  kernel: KernelState,
  outcome: Outcome,
  setting: StrategySetting,
  chosen: readonly Opportunity[],
  values: ReadonlyMap<Address, ProfitToken>,
  input: Block,
): void {
  if (chosen.length === 0) return;
  const evidence = gatherEvidence(kernel);
  const alone = chosen.length === 1;
  for (const opportunity of chosen) {
    makeRoom(kernel, outcome, setting, opportunity);
    const value = values.get(opportunity.profitToken);
    if (value === undefined) {
      putOpportunity(kernel, outcome, opportunity);
      continue;
    }
    const reason = openTicket(kernel, outcome, setting, opportunity, value, evidence, alone, input);
    if (reason !== null) reject(kernel, outcome, opportunity, reason);
  }
}

function reject(kernel: KernelState, outcome: Outcome, opportunity: Opportunity, reason: Rejection): void {
  const rejected: Opportunity = { ...opportunity, state: 'rejected', reason };
  kernel.routes.set(routeKey(opportunity.hops), rejected);
  putOpportunity(kernel, outcome, rejected);
  countRejection(kernel.counters, reason.code);
}

function admission(kernel: KernelState, setting: StrategySetting): Admission {
  const waiting = [...kernel.tickets.values()].filter((ticket) => ticket.state === 'awaitingApproval').length;
  return {
    mode: setting.mode,
    executor: kernel.epoch.chain.executor,
    openOrders: openOrders(kernel).length + waiting,
    maxOpenOrders,
  };
}

/** A gap is taken once: on paper the chain goes on showing it. */
function takenOnPaper({ paper }: KernelState, opportunity: Opportunity): Rejection | null {
  const pools = routePools(opportunity.hops).filter((pool) => paper?.held.has(pool));
  return pools.length === 0 ? null : rejection('POLICY_TAKEN_ON_PAPER', { pools: pools.join(' ') });
}

/**
 * Tickets that wait for a person hold their pools only against worse ones: a clearly better opportunity takes their
 * place. Clearly, so that the card under the person's eyes does not change for a few wei.
 */
function waitingConflict(kernel: KernelState, setting: StrategySetting, opportunity: Opportunity): Rejection | null {
  const waiting = waitingOver(kernel, setting, opportunity);
  const held = waiting.reduce((sum, ticket) => sum + foundNet(kernel, ticket), 0n);
  if (waiting.length === 0 || clearlyBetter(opportunity.net, held)) return null;
  return rejection('POLICY_CONFLICT', { heldBy: waiting.map((ticket) => ticket.id).join(' ') });
}

/** Of what was found: a person who chose a smaller size has not given the route away. */
function foundNet(kernel: KernelState, { opportunity }: Ticket): bigint {
  return kernel.opportunities.get(opportunity.id)?.net ?? opportunity.net;
}

function makeRoom(kernel: KernelState, outcome: Outcome, setting: StrategySetting, opportunity: Opportunity): void {
  for (const ticket of waitingOver(kernel, setting, opportunity))
    endTicket(kernel, outcome, ticket, 'expired', rejection('POLICY_CONFLICT', { better: opportunity.id }));
}

/** Tickets that wait for a person and that share a pool with it; what goes by itself waits for none, and ends one only by landing. */
function waitingOver(kernel: KernelState, { mode }: StrategySetting, opportunity: Opportunity): Ticket[] {
  if (modeFor(kernel, mode, opportunity) === 'automate') return [];
  const pools = new Set(routePools(opportunity.hops));
  return [...kernel.tickets.values()].filter(
    (ticket) => ticket.state === 'awaitingApproval' && ticket.opportunity.hops.some((hop) => pools.has(hop.pool)),
  );
}

/** Pools that an open order, or a ticket on its way to one, is about to move, and which one that is. */
function heldPools(kernel: KernelState): Map<Address, string> {
  const held = new Map<Address, string>();
  for (const order of openOrders(kernel)) for (const pool of order.routePools) held.set(pool, order.id);
  for (const ticket of kernel.tickets.values()) {
    if (ticket.state !== 'simulating') continue;
    for (const hop of ticket.opportunity.hops) held.set(hop.pool, ticket.id);
  }
  return held;
}

function openTicket(
  kernel: KernelState,
  outcome: Outcome,
  setting: StrategySetting,
  opportunity: Opportunity,
  value: ProfitToken,
  evidence: Evidence,
  alone: boolean,
  input: Block,
): Rejection | null {
  if (kernel.epoch.chain.executor === null) return rejection('POLICY_NO_EXECUTOR');
  const untrustworthy = transferRejection(kernel, opportunity);
  if (untrustworthy !== null) return untrustworthy;
  const { net, gasCost } = opportunity;
  const outlook = submissionOutlook(kernel, evidence, setting, {
    pools: routePools(opportunity.hops),
    net,
    gasCost,
    alone,
  });
  const byPerson = modeFor(kernel, setting.mode, opportunity) === 'approve';
  const prepared = prepareTicket(kernel, opportunity, {
    setting,
    value,
    outlook,
    head: input.head,
    atMs: input.atMs,
    deadlineS: byPerson ? input.head.timestampS + approvalWindowS : null,
    byPerson,
    leastProfitPpm: null,
  });
  if ('code' in prepared) return prepared;
  const { plan, terms, expected, checks } = prepared;
  const clock = stamp(opportunity.clock, 'decided', kernel.measureNs());
  kernel.latencies.record(opportunity.clock, clock);
  const ticketed: Opportunity = { ...opportunity, state: 'ticketed', clock };
  const ticket: Ticket = {
    id: `t${kernel.counters.tickets + 1}-${opportunity.block.number}-${opportunity.id}`,
    opportunity: ticketed,
    plan,
    terms,
    expected,
    authority: byPerson ? 'approval' : 'grant',
    approvalId: null,
    nonce: null,
    createdAtMs: input.atMs,
    expiresAtMs: byPerson
      ? epochMs(input.atMs + approvalWindowS * 1000)
      : epochMs(input.atMs + (terms.deadlineS - input.head.timestampS) * 1000),
    state: 'simulating',
    simulation: { atBlock: null, onPending: null },
    checks,
    reason: null,
  };
  kernel.counters.tickets += 1;
  kernel.routes.set(routeKey(opportunity.hops), ticketed);
  putOpportunity(kernel, outcome, ticketed);
  putTicket(kernel, outcome, ticket);
  simulateAtBlock(ticket, outcome);
  return null;
}
