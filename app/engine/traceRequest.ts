import type { OpportunityTrace, TraceMoment } from '../contract/opportunityTrace.ts';
import { tokenAmount } from '../domain/amount.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { BlockReference, Opportunity } from '../domain/opportunity.ts';
import type { Pool } from '../domain/pool.ts';
import { encodeExecute } from '../execution/executorCalldata.ts';
import type { KnownContracts } from '../execution/readTrace.ts';
import type { TracedCall } from '../execution/traceCall.ts';
import type { KernelState } from './kernelState.ts';
import { plannedHops } from './prepareTicket.ts';

/** What is asked of a node, on which state, and what its answer is to be read with. */
export interface TraceRequest {
  readonly call: OpportunityTrace['call'];
  readonly traced: TracedCall;
  readonly at: BlockReference;
  readonly known: KnownContracts;
}

/** A call that is only tried must not fail for its deadline. */
const deadlineAfterS = 3_600;
/** Room for a swap that crosses more than was reckoned. */
const gasTimes = 2;

/**
 * The executor's call of an opportunity: at its own block that of its ticket, if it has one; at the newest, or without a
 * ticket, its route at its size without a least profit, so that the node says what it would bring.
 * @throws ExpectedError TRACE_NO_EXECUTOR, TRACE_REFUSED before the first block
 */
export function traceRequest(
  kernel: KernelState,
  { opportunity, pools }: { readonly opportunity: Opportunity; readonly pools: readonly Pool[] },
  moment: TraceMoment,
): TraceRequest {
  const { chain, wallet } = kernel.epoch;
  const { executor } = chain;
  if (executor === null)
    throw new ExpectedError('TRACE_NO_EXECUTOR', 'there is no executor contract on this chain to try it with', {
      advice: 'Deploy one and name it in the chain table.',
    });
  if (kernel.head === null)
    throw new ExpectedError('TRACE_REFUSED', 'there is no block yet to try it on', { advice: 'Wait for the first.' });
  const { funding, profitToken, amountIn, hops, gasUnits } = opportunity;
  const known: KnownContracts = {
    executor,
    wallet,
    pools: new Map(pools.map((pool) => [pool.address, pool])),
    tokens: new Set(hops.flatMap(({ tokenIn, tokenOut }) => [tokenIn, tokenOut])),
    lenders: new Set(funding.kind === 'loans' ? funding.loans.map(({ lender }) => lender) : []),
  };
  const ticket = [...kernel.tickets.values()].findLast((each) => each.opportunity.id === opportunity.id);
  if (moment === 'found' && ticket !== undefined) {
    const { to, data, gasLimit } = ticket.plan;
    return { call: 'ticket', traced: { from: wallet, to, data, gasLimit }, at: ticket.opportunity.block, known };
  }
  const terms = {
    ...{ funding, profitToken, amountIn },
    minProfit: tokenAmount(0n),
    deadlineS: kernel.head.timestampS + deadlineAfterS,
  };
  const data = encodeExecute({ hops: plannedHops(hops), terms, chainId: chain.chainId });
  const { number, hash } = kernel.head;
  return {
    call: 'route',
    traced: { from: wallet, to: executor, data, gasLimit: gasUnits * gasTimes },
    at: moment === 'found' ? opportunity.block : { number, hash },
    known,
  };
}
