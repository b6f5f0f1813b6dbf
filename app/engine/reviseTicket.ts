import { gasModel, splitGas } from '../detect/gasModel.ts';
import { mulDivDown, type TokenAmount, tokenAmount, wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { BlockHead } from '../domain/block.ts';
import type { EpochMs } from '../domain/clock.ts';
import { present } from '../domain/errors.ts';
import type { Opportunity, RouteHop } from '../domain/opportunity.ts';
import { type Rejection, rejection } from '../domain/rejection.ts';
import { isSplit } from '../domain/routeLegs.ts';
import type { Ticket } from '../domain/ticket.ts';
import { type TicketChoice, untouchedChoice } from '../domain/ticketChoice.ts';
import { chooseFunding } from '../lending/chooseFunding.ts';
import { flashArbitrage } from '../strategies/flashArbitrage/flashArbitrage.ts';
import type { KernelState } from './kernelState.ts';
import { forgetTicketRisk, noteTicketRisk } from './noteRisk.ts';
import { dataFeeOf } from './onDataFee.ts';
import type { Outcome } from './outcome.ts';
import { type PreparedTicket, prepareTicket } from './prepareTicket.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeAtSize, type SizedRoute } from './routeAtSize.ts';
import { routePools } from './routeKey.ts';
import { simulateAtBlock } from './simulateTicket.ts';
import { gatherEvidence, submissionOutlook } from './submissionOutlook.ts';
import { putTicket } from './transitions.ts';

/**
 * A ticket that waits for a person, as they want it: quoted exactly at the head, planned, checked and simulated like any
 * other, and put before them again. Where that cannot be, it stays as it was and says why. Its time does not begin anew.
 */
export function reviseTicket(
  kernel: KernelState,
  outcome: Outcome,
  ticket: Ticket,
  choice: TicketChoice,
  atMs: EpochMs,
): void {
  if (ticket.state !== 'awaitingApproval' || kernel.head === null) return;
  const bestAmountIn = ticket.revised?.bestAmountIn ?? ticket.opportunity.amountIn;
  const before = ticket.revised?.choice ?? untouchedChoice;
  const revision = prepare(kernel, ticket, bestAmountIn, choice, kernel.head, atMs);
  if ('code' in revision)
    return putTicket(kernel, outcome, {
      ...ticket,
      revised: { choice: before, bestAmountIn, refused: { choice, reason: revision } },
    });
  outcome.effects.push({ kind: 'withdrawApproval', ticketId: ticket.id, reason: 'it is being changed' });
  const revised: Ticket = {
    ...ticket,
    ...revision,
    nonce: null,
    state: 'simulating',
    simulation: { atBlock: null, onPending: null },
    revised: { choice, bestAmountIn, refused: null },
  };
  putTicket(kernel, outcome, revised);
  simulateAtBlock(revised, outcome);
}

function prepare(
  kernel: KernelState,
  ticket: Ticket,
  bestAmountIn: TokenAmount,
  choice: TicketChoice,
  head: BlockHead,
  atMs: EpochMs,
): (PreparedTicket & Pick<Ticket, 'opportunity'>) | Rejection {
  const { profitToken } = ticket.opportunity;
  const value = profitTokenValues(kernel).find(({ token }) => token === profitToken);
  if (value === undefined) return rejection('RISK_STALE_STATE', { because: 'its profit token has no price any more' });
  const amountIn = tokenAmount(mulDivDown(bestAmountIn, BigInt(choice.sizePpm), 1_000_000n));
  const gasPrice = wei(nextBaseFee(head) + kernel.arbitrage.tipFloor);
  const sized = routeAtSize(kernel.detector, ticket.opportunity.hops, amountIn);
  if (sized === null) return rejection('STATE_MOVED', { block: head.number, now: 'reverts' });
  const hops = hopsOf(sized);
  const funding = chooseFunding(
    { hops, amountIn, value, gasPrice },
    kernel.arbitrage.fundingSources,
    kernel.lending.states,
  );
  if (funding === null)
    return rejection('POLICY_NO_FUNDING', { amount: amountIn, sources: kernel.arbitrage.fundingSources.join(' ') });
  const { id, seenAtMs, clock } = ticket.opportunity;
  const opportunity: Opportunity = {
    ...flashArbitrage.toOpportunity(
      {
        hops,
        profitToken,
        amountIn,
        amountOut: tokenAmount(sized.amountOut),
        gross: tokenAmount(sized.amountOut - amountIn),
        gasUnits: gasOf(sized),
        // Both are reckoned anew, with what its funding costs.
        gasCost: wei(0n),
        net: wei(0n),
      },
      { block: { number: head.number, hash: head.hash }, seenAtMs, rank: 0, clock },
      funding,
      value,
      gasPrice,
      dataFeeOf(kernel, hops.length),
    ),
    id,
    state: 'ticketed',
  };
  if (opportunity.net <= 0n)
    return rejection('DETECT_BELOW_COST', { gross: opportunity.gross, gasWei: opportunity.gasCost });
  return asPlanned(kernel, ticket, opportunity, choice, { head, atMs, value });
}

/** It is not held against limits beside itself. */
function asPlanned(
  kernel: KernelState,
  ticket: Ticket,
  opportunity: Opportunity,
  choice: TicketChoice,
  at: Pick<Parameters<typeof prepareTicket>[2], 'head' | 'atMs' | 'value'>,
): (PreparedTicket & Pick<Ticket, 'opportunity'>) | Rejection {
  const setting = present(kernel.strategies.get(opportunity.strategy), 'the strategy of a ticket');
  const { net, gasCost } = opportunity;
  const pools = routePools(opportunity.hops);
  const outlook = submissionOutlook(kernel, gatherEvidence(kernel), setting, { pools, net, gasCost, alone: false });
  const allowed = choice.submission === null ? outlook.allowed : [choice.submission];
  forgetTicketRisk(kernel, ticket);
  const prepared = prepareTicket(kernel, opportunity, {
    ...at,
    setting,
    outlook: { ...outlook, allowed },
    deadlineS: ticket.terms.deadlineS,
    byPerson: true,
    leastProfitPpm: choice.leastProfitPpm,
  });
  noteTicketRisk(kernel, ticket);
  return 'code' in prepared ? prepared : { ...prepared, opportunity };
}

function hopsOf({ hops }: SizedRoute): readonly RouteHop[] {
  return hops.map(({ hop, quote }) => ({
    ...hop,
    amountIn: tokenAmount(quote.amountIn),
    amountOut: tokenAmount(quote.amountOut),
  }));
}

/** As the detector reckons a route's gas. */
function gasOf({ hops }: SizedRoute): number {
  const swaps = hops.reduce(
    (sum, { hop, quote }, place) =>
      sum +
      (place === 0 ? gasModel.firstHop : gasModel.furtherHop)[hop.kind] +
      quote.ticksCrossed * gasModel.tickCrossed,
    gasModel.base,
  );
  return swaps + (isSplit(hops.map(({ hop }) => hop)) ? splitGas : 0);
}
