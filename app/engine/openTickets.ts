import type { ProfitToken } from '../detect/cycle.ts';
import { plannedSwaps } from '../detect/splitCycle.ts';
import { type Wei, wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import { type EpochMs, epochMs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { Address } from '../domain/hex.ts';
import type { Opportunity, RouteHop } from '../domain/opportunity.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { isSplit, routeLegs } from '../domain/routeLegs.ts';
import { stamp } from '../domain/stageClock.ts';
import type { Ticket } from '../domain/ticket.ts';
import { chooseSubmission, type SubmissionChoice } from '../execution/chooseSubmission.ts';
import { makePlan, type PlanRequest } from '../execution/makePlan.ts';
import { checkTrade } from '../risk/checkTrade.ts';
import { tradeBounds } from '../risk/tradeBounds.ts';
import { type Admission, admit } from '../strategies/admit.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import type { FlashArbitrageSettings } from '../strategies/flashArbitrage/settings.ts';
import { checkLimits, worstOf } from './checkLimits.ts';
import { chooseByTrust, modeFor, watchedForItsTokens } from './chooseByTrust.ts';
import { clearlyBetter } from './clearlyBetter.ts';
import { countRejection } from './counters.ts';
import { grantSpent } from './grantSpent.ts';
import type { KernelState, StrategySetting } from './kernelState.ts';
import { netsBehind } from './netsBehind.ts';
import type { Outcome } from './outcome.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeKey, routePools } from './routeKey.ts';
import { simulateAtBlock } from './simulateTicket.ts';
import { type Evidence, gatherEvidence, submissionOutlook } from './submissionOutlook.ts';
import { transferRejection } from './transferTests.ts';
import { endTicket, openOrders, putOpportunity, putTicket } from './transitions.ts';
import { trustOf } from './trustOf.ts';

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
  const held = waiting.reduce((sum, ticket) => sum + ticket.opportunity.net, 0n);
  if (waiting.length === 0 || clearlyBetter(opportunity.net, held)) return null;
  return rejection('POLICY_CONFLICT', { heldBy: waiting.map((ticket) => ticket.id).join(' ') });
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
  const { chain } = kernel.epoch;
  if (chain.executor === null) return rejection('POLICY_NO_EXECUTOR');
  const untrustworthy = transferRejection(kernel, opportunity);
  if (untrustworthy !== null) return untrustworthy;
  const baseFeePerGas = nextBaseFee(input.head);
  const { net, gasCost } = opportunity;
  const outlook = submissionOutlook(kernel, evidence, setting, {
    pools: routePools(opportunity.hops),
    net,
    gasCost,
    alone,
  });
  const choice = chooseSubmission(outlook, kernel.submission);
  if ('code' in choice) return choice;
  const intent = flashArbitrage.propose(
    opportunity,
    value,
    {
      baseFeePerGas,
      headTimestampS: input.head.timestampS,
      blockTimeMs: chain.blockTimeMs,
      dataFeeIsGas: chain.dataFee === 'arbitrum',
    },
    settingsFor(kernel, choice),
  );
  const expected = { gasCost: intent.expectedGasCost, net: intent.expectedNet };
  const notWorthTheBid = flashArbitrage.judge({ ...opportunity, ...expected }, kernel.arbitrage);
  if (notWorthTheBid !== null) return notWorthTheBid;
  const byPerson = modeFor(kernel, setting.mode, opportunity) === 'approve';
  const deadlineS = byPerson ? input.head.timestampS + approvalWindowS : intent.deadlineS;
  const { plan, terms } = makePlan(
    { chainId: chain.chainId, executor: chain.executor },
    { ...intent, hops: plannedHops(intent.hops), deadlineS, submission: choice.submission },
  );
  const verdict = checkTrade({
    atMs: input.atMs,
    bounds: tradeBounds(chain),
    limits: checkLimits(kernel, { opportunity, plan, expected }, value, input.atMs),
    strategy: opportunity.strategy,
    tier: kernel.counters.risk.tier,
    tradingState: kernel.tradingState,
    booksEqual: kernel.booksEqual,
    quarantined: kernel.quarantines,
    stateAtMs: stateTime(kernel, input),
    trustOf: (token) => trustOf(kernel, token),
    route: opportunity.hops,
    worstCaseCost: worstOf(kernel, { plan, opportunity }),
    gasPrice: wei(baseFeePerGas + plan.maxPriorityFeePerGas),
    walletNative: wei(kernel.walletNative),
    committed: committed(kernel),
    authority: byPerson
      ? 'approval'
      : { grant: setting.grant, spent: setting.grant === null ? wei(0n) : grantSpent(kernel, setting.grant.id) },
  });
  if (verdict.rejection !== null) return verdict.rejection;
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
      : epochMs(input.atMs + (deadlineS - input.head.timestampS) * 1000),
    state: 'simulating',
    simulation: { atBlock: null, onPending: null },
    checks: verdict.checks,
    reason: null,
  };
  kernel.counters.tickets += 1;
  kernel.routes.set(routeKey(opportunity.hops), ticketed);
  putOpportunity(kernel, outcome, ticketed);
  putTicket(kernel, outcome, ticket);
  simulateAtBlock(ticket, outcome);
  return null;
}

/** A split route's hops with the amounts that the contract is told. */
function plannedHops(hops: readonly RouteHop[]): PlanRequest['hops'] {
  return isSplit(hops) ? plannedSwaps({ legs: routeLegs(hops).map((swaps) => ({ swaps })) }) : hops;
}

/** The strategy's settings with the tip that was chosen; what goes to a relay runs out sooner, since it holds its nonce until then. */
function settingsFor({ arbitrage, submission }: KernelState, choice: SubmissionChoice): FlashArbitrageSettings {
  const { bidSharePpm } = choice;
  const tipFloor = bidSharePpm === 0 ? submission.leastTip : arbitrage.tipFloor;
  if (choice.submission.kind === 'public') return { ...arbitrage, bidSharePpm, tipFloor };
  const deadlineBlocks = submission.relayDeadlineBlocks;
  return { ...arbitrage, bidSharePpm, tipFloor, deadlineBlocks, deadlineMinS: deadlineBlocks };
}

/** When the state was true: a head that reached us late is as old as its timestamp says, to the second that it is given in. */
function stateTime(kernel: KernelState, input: Block): EpochMs {
  return epochMs(Math.min(kernel.headAtMs, input.head.timestampS * 1000 + 999));
}

/** Worst case of what is still open. */
function committed(kernel: KernelState): Wei {
  return wei(openOrders(kernel).reduce((sum, order) => sum + worstCaseCost(order.plan), 0n));
}
