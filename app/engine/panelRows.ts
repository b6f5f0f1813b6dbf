import type { HopRow, LedgerRow, OpportunityRow, OrderRow, StatusRow, TicketRow } from '../contract/panelStream.ts';
import { formatUnits, type Wei, wei } from '../domain/amount.ts';
import { shortHex } from '../domain/hex.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { Opportunity, RouteHop } from '../domain/opportunity.ts';
import type { Fill, Order } from '../domain/order.ts';
import { type Rejection, rejectionText } from '../domain/rejection.ts';
import { submissionKinds, submissionText } from '../domain/submission.ts';
import type { Ticket } from '../domain/ticket.ts';
import { untouchedChoice } from '../domain/ticketChoice.ts';
import { dayGas, dayNet } from './books.ts';
import { grantSpent } from './grantSpent.ts';
import type { KernelState } from './kernelState.ts';
import { lenderId } from './lenderId.ts';

/** Domain nouns as rows of the panel stream. */

function hopRow({ pool, venue, kind, feePpm, tokenIn, tokenOut, amountIn, amountOut, leg }: RouteHop): HopRow {
  const hop = { pool, venue, kind, feePpm, tokenIn, tokenOut, amountIn, amountOut };
  return leg === undefined ? hop : { ...hop, leg };
}

/** Loans by their lenders' ids in the chain table. */
function loanRows(kernel: KernelState, { funding }: Opportunity): OpportunityRow['loans'] {
  if (funding.kind === 'flashSwap') return [];
  return funding.loans.map((loan) => ({ lender: lenderId(kernel, loan), amount: loan.amount }));
}

/** @param serial what the ranking names the row by */
export function opportunityRow(kernel: KernelState, opportunity: Opportunity, serial: number): OpportunityRow {
  const { id, strategy, block, seenAtMs, hops, profitToken, amountIn, gross, flashFee, gasUnits, gasCost, net } =
    opportunity;
  const common = {
    id,
    serial,
    strategy,
    blockNumber: block.number,
    seenAtMs,
    hops: hops.map(hopRow),
    profitToken,
    amountIn,
    gross,
    loans: loanRows(kernel, opportunity),
    flashFee,
    gasUnits,
    gasCost,
    net,
  };
  const ticket = [...kernel.tickets.values()].findLast((candidate) => candidate.opportunity.id === id);
  if (ticket !== undefined) return { ...common, ...lifeOf(ticket, kernel.orders.get(`o-${ticket.id}`)) };
  const state = opportunity.state === 'ticketed' ? 'found' : opportunity.state;
  return { ...common, state, reason: opportunity.reason, detail: detailOf(opportunity.reason) };
}

/** What became of an opportunity that had a ticket: its order's fate, or the ticket's. */
function lifeOf(ticket: Ticket, order: Order | undefined): Pick<OpportunityRow, 'state' | 'reason' | 'detail'> {
  if (order === undefined) {
    return {
      state: ticket.state === 'ordered' ? 'submitted' : ticket.state,
      reason: ticket.reason,
      detail: detailOf(ticket.reason),
    };
  }
  const reason = order.reason;
  switch (order.state) {
    case 'landed':
      return { state: 'landed', reason: null, detail: `block ${order.resolvedAt?.number ?? ''}` };
    case 'reverted':
      return order.lostTo === null
        ? { state: 'reverted', reason, detail: detailOf(reason) }
        : { state: 'lost', reason, detail: lostText(order) };
    case 'dropped':
    case 'replaced':
      return {
        state: order.lostTo === null ? 'dropped' : 'lost',
        reason,
        detail: order.lostTo === null ? detailOf(reason) : lostText(order),
      };
    case 'refused':
      return { state: 'rejected', reason, detail: detailOf(reason) };
    default:
      return { state: 'submitted', reason, detail: order.state };
  }
}

/** "lost to 0x3f12…a1b2 · 12 gwei more". */
function lostText(order: Order): string {
  if (order.lostTo === null) return '';
  const { sender, tipAbove } = order.lostTo;
  const size = formatUnits(tipAbove < 0n ? -tipAbove : tipAbove, 9).replace(/(\.\d{2})\d+$/, '$1');
  return `lost to ${shortHex(sender)} · ${size} gwei ${tipAbove < 0n ? 'less' : 'more'}`;
}

function detailOf(reason: Rejection | null): string {
  return reason === null ? '' : rejectionText(reason).slice(0, 256);
}

export function ticketRow(kernel: KernelState, ticket: Ticket): TicketRow {
  const { opportunity, plan, terms, simulation } = ticket;
  return {
    id: ticket.id,
    opportunityId: opportunity.id,
    state: ticket.state,
    authority: ticket.authority,
    createdAtMs: ticket.createdAtMs,
    expiresAtMs: ticket.expiresAtMs,
    hops: opportunity.hops.map(hopRow),
    profitToken: opportunity.profitToken,
    amountIn: opportunity.amountIn,
    amountOut: opportunity.amountOut,
    gross: opportunity.gross,
    loans: loanRows(kernel, opportunity),
    flashFee: opportunity.flashFee,
    minProfit: terms.minProfit,
    gasLimit: plan.gasLimit,
    gasUnits: opportunity.gasUnits,
    maxFeePerGas: plan.maxFeePerGas,
    maxPriorityFeePerGas: plan.maxPriorityFeePerGas,
    submission: submissionText(plan.submission),
    gasCost: (ticket.expected ?? opportunity).gasCost,
    net: (ticket.expected ?? opportunity).net,
    blockNumber: opportunity.block.number,
    simulatedAtBlock: simulation.atBlock as TicketRow['simulatedAtBlock'],
    simulatedOnPending: simulation.onPending as TicketRow['simulatedOnPending'],
    checks: ticket.checks.map(({ name, value, limit, headroom }) => ({
      name: name.slice(0, 64),
      value: value.slice(0, 128),
      limit: limit.slice(0, 128),
      ...(headroom === undefined ? {} : { headroom: headroom.slice(0, 128) }),
    })),
    planHash: plan.planHash,
    executor: plan.to,
    reason: ticket.reason,
    choice: ticket.revised?.choice ?? untouchedChoice,
    leastProfitPpm: kernel.arbitrage.minProfitSharePpm,
    bestAmountIn: ticket.revised?.bestAmountIn ?? opportunity.amountIn,
    refused: ticket.revised?.refused ?? null,
  };
}

export function orderRow(order: Order, fill: Fill | undefined): OrderRow {
  return {
    id: order.id,
    ticketId: order.ticketId,
    kind: order.kind,
    createdAtMs: order.createdAtMs,
    route: order.route.slice(0, 256),
    nonce: order.nonce,
    submission: submissionText(order.plan.submission),
    state: order.state,
    transactionHash: order.transactionHash,
    profitToken: order.predicted.profitToken,
    predictedGross: order.predicted.gross,
    predictedNet: order.predicted.net,
    realised: fill?.realised.amount ?? null,
    gasPaid: fill?.gasPaid ?? null,
    net: fill?.net ?? null,
    blockNumber: order.resolvedAt?.number ?? null,
    transactionIndex: fill?.receipt.transactionIndex ?? null,
    detail: (order.lostTo === null ? detailOf(order.reason) : lostText(order)).slice(0, 256),
    reason: order.reason,
  };
}

export function ledgerRow(entry: LedgerEntry): LedgerRow {
  return {
    id: entry.id,
    kind: entry.kind,
    blockNumber: entry.block.number,
    atMs: entry.atMs,
    memo: entry.memo.slice(0, 256),
    postings: entry.postings.map(({ account, asset, amount }) => ({ account, asset, amount })),
  };
}

export function statusRow(kernel: KernelState): StatusRow {
  const { chain } = kernel.epoch;
  const { counters } = kernel;
  return {
    id: 'status',
    mode: kernel.epoch.mode,
    tradingState: kernel.tradingState,
    tradingStateAtMs: kernel.tradingStateAtMs,
    haltReason: kernel.haltReason.slice(0, 512),
    chainName: chain.name,
    chainId: chain.chainId,
    nativeSymbol: chain.nativeSymbol,
    wrappedNative: chain.wrappedNative,
    epoch: kernel.epoch.id,
    blockNumber: kernel.head?.number ?? 0,
    blockAtMs: kernel.headAtMs,
    baseFeePerGas: kernel.head?.baseFeePerGas ?? wei(0n),
    feed: kernel.feed,
    feedDetail: kernel.feedDetail.slice(0, 256),
    pools: kernel.market.pools.size,
    tokens: kernel.tokens.size,
    pendingSeen: counters.pendingSeen,
    reorgs: counters.reorgs,
    netToday: dayNet(kernel, kernel.headAtMs),
    gasToday: dayGas(kernel, kernel.headAtMs),
    booksEqualChain: kernel.booksEqual === true,
    tripwireChecks: counters.tripwireChecks,
    tripwireMismatches: counters.tripwireMismatches,
    sent: counters.submitted,
    landed: counters.landed,
    lost: counters.lostToRivals,
    // A lost order is a reverted one whose taker is known: each is counted once on screen.
    reverted: Math.max(0, counters.reverted - counters.lostToRivals),
    inclusion: submissionKinds.map((way) => {
      const { submitted, landed, reverted, missed, lost, tipPaid } = counters.inclusion[way];
      return { way, submitted, landed, reverted, missed, lost, tipPaid: wei(tipPaid) };
    }),
    relays: chain.relays.map(({ id }) => {
      const failure = kernel.relays.get(id)?.lastFailure ?? null;
      return { id, problem: failure === null ? '' : `${failure.code} ${failure.error}`.slice(0, 256) };
    }),
    strategies: [...kernel.strategies].map(([strategy, { mode, grant, setBy }]) => ({
      strategy,
      mode,
      grantExpiresAtMs: grant?.expiresAtMs ?? null,
      grantBudget: grant?.budget ?? null,
      setBy: setBy === null ? null : { by: setBy.by.slice(0, 64), atMs: setBy.atMs },
      grantLeft: grant === null ? null : atLeastZero(grant.budget - grantSpent(kernel, grant.id)),
    })),
  };
}

function atLeastZero(value: bigint): Wei {
  return wei(value > 0n ? value : 0n);
}
