import type { ProfitToken } from '../detect/cycle.ts';
import { plannedSwaps } from '../detect/splitCycle.ts';
import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { BlockHead } from '../domain/block.ts';
import { type EpochMs, epochMs } from '../domain/clock.ts';
import type { Opportunity, RouteHop } from '../domain/opportunity.ts';
import { worstCaseCost } from '../domain/plan.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { isSplit, routeLegs } from '../domain/routeLegs.ts';
import type { Ticket } from '../domain/ticket.ts';
import { chooseSubmission, type SubmissionChoice, type SubmissionOutlook } from '../execution/chooseSubmission.ts';
import { makePlan, type PlanRequest } from '../execution/makePlan.ts';
import { checkTrade } from '../risk/checkTrade.ts';
import { tradeBounds } from '../risk/tradeBounds.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import type { FlashArbitrageSettings } from '../strategies/flashArbitrage/settings.ts';
import { checkLimits } from './checkLimits.ts';
import { grantSpent } from './grantSpent.ts';
import type { KernelState, StrategySetting } from './kernelState.ts';
import { dataFeeBound } from './onDataFee.ts';
import { openOrders } from './transitions.ts';
import { trustOf } from './trustOf.ts';

/** What a ticket is made of beside its opportunity. */
export type PreparedTicket = Pick<Ticket, 'plan' | 'terms' | 'checks'> & {
  readonly expected: NonNullable<Ticket['expected']>;
};

export interface TicketWish {
  readonly setting: StrategySetting;
  readonly value: ProfitToken;
  readonly outlook: SubmissionOutlook;
  readonly head: BlockHead;
  readonly atMs: EpochMs;
  /** Unix seconds of the last block it may run in; null as the strategy says. */
  readonly deadlineS: number | null;
  readonly byPerson: boolean;
  /** As a person chose it; null as the strategy says. */
  readonly leastProfitPpm: number | null;
}

/** Bids, plans and checks a trade: the only way to a plan. A rejection where it may not be made. */
export function prepareTicket(
  kernel: KernelState,
  opportunity: Opportunity,
  wish: TicketWish,
): PreparedTicket | Rejection {
  const { chain } = kernel.epoch;
  const { setting, value, head, atMs, byPerson } = wish;
  if (chain.executor === null) return rejection('POLICY_NO_EXECUTOR');
  const choice = chooseSubmission(wish.outlook, kernel.submission);
  if ('code' in choice) return choice;
  const baseFeePerGas = nextBaseFee(head);
  const intent = flashArbitrage.propose(
    opportunity,
    value,
    {
      baseFeePerGas,
      headTimestampS: head.timestampS,
      blockTimeMs: chain.blockTimeMs,
      dataFeeIsGas: chain.dataFee === 'arbitrum',
    },
    settingsFor(kernel, choice, wish.leastProfitPpm),
  );
  const expected = { gasCost: intent.expectedGasCost, net: intent.expectedNet };
  const notWorthTheBid = flashArbitrage.judge({ ...opportunity, ...expected }, kernel.arbitrage);
  if (notWorthTheBid !== null) return notWorthTheBid;
  const { plan, terms } = makePlan(
    { chainId: chain.chainId, executor: chain.executor },
    {
      ...intent,
      hops: plannedHops(intent.hops),
      deadlineS: wish.deadlineS ?? intent.deadlineS,
      submission: choice.submission,
      ...dataFeeBound(chain, opportunity.dataFee),
    },
  );
  const verdict = checkTrade({
    atMs,
    bounds: tradeBounds(chain),
    limits: checkLimits(kernel, { opportunity, plan, expected }, value, atMs),
    strategy: opportunity.strategy,
    tier: kernel.counters.risk.tier,
    tradingState: kernel.tradingState,
    booksEqual: kernel.booksEqual,
    quarantined: kernel.quarantines,
    stateAtMs: stateTime(kernel, head),
    trustOf: (token) => trustOf(kernel, token),
    route: opportunity.hops,
    worstCaseCost: worstCaseCost(plan),
    gasPrice: wei(baseFeePerGas + plan.maxPriorityFeePerGas),
    walletNative: wei(kernel.walletNative),
    committed: wei(openOrders(kernel).reduce((sum, order) => sum + worstCaseCost(order.plan), 0n)),
    authority: byPerson
      ? 'approval'
      : { grant: setting.grant, spent: setting.grant === null ? wei(0n) : grantSpent(kernel, setting.grant.id) },
  });
  return verdict.rejection ?? { plan, terms, expected, checks: verdict.checks };
}

/** A split route's hops with the amounts that the contract is told. */
export function plannedHops(hops: readonly RouteHop[]): PlanRequest['hops'] {
  return isSplit(hops) ? plannedSwaps({ legs: routeLegs(hops).map((swaps) => ({ swaps })) }) : hops;
}

/** The strategy's settings with the tip that was chosen; what goes to a relay runs out sooner, since it holds its nonce until then. */
function settingsFor(
  { arbitrage, submission }: KernelState,
  choice: SubmissionChoice,
  leastProfitPpm: number | null,
): FlashArbitrageSettings {
  const { bidSharePpm } = choice;
  const tipFloor = bidSharePpm === 0 ? submission.leastTip : arbitrage.tipFloor;
  const minProfitSharePpm = leastProfitPpm ?? arbitrage.minProfitSharePpm;
  if (choice.submission.kind === 'public') return { ...arbitrage, bidSharePpm, tipFloor, minProfitSharePpm };
  const deadlineBlocks = submission.relayDeadlineBlocks;
  return { ...arbitrage, bidSharePpm, tipFloor, minProfitSharePpm, deadlineBlocks, deadlineMinS: deadlineBlocks };
}

/** When the state was true: a head that reached us late is as old as its timestamp says, to the second that it is given in. */
function stateTime(kernel: KernelState, head: BlockHead): EpochMs {
  return epochMs(Math.min(kernel.headAtMs, head.timestampS * 1000 + 999));
}
