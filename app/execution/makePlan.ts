import type { TokenAmount, Wei } from '../domain/amount.ts';
import { wei } from '../domain/amount.ts';
import type { ChainId, PoolKind } from '../domain/chain.ts';
import { ensure } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Funding, Plan, PlanTerms } from '../domain/plan.ts';
import type { Submission } from '../domain/submission.ts';
import { encodeExecute, type LegPart } from './executorCalldata.ts';
import { sealPlan } from './planHash.ts';

/** What a strategy decided to trade: the route, its promise and what it bids for its place in the block. */
export interface PlanRequest {
  readonly hops: readonly {
    readonly kind: PoolKind;
    readonly pool: Address;
    readonly zeroForOne: boolean;
    readonly feePpm: number;
    /** Of a route whose legs go over several pools: all hops or none. */
    readonly part?: LegPart;
  }[];
  readonly funding: Funding;
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly minProfit: TokenAmount;
  readonly deadlineS: number;
  readonly gasLimit: number;
  readonly maxFeePerGas: Wei;
  readonly maxPriorityFeePerGas: Wei;
  readonly submission: Submission;
  /** The most that the chain may take for its data beside the gas. */
  readonly dataFee?: Wei;
}

/**
 * The transaction, but for its nonce, that runs the request through our executor. It carries no value.
 * @throws BugError on a route of fewer than two hops or without an input
 */
export function makePlan(
  chain: { readonly chainId: ChainId; readonly executor: Address },
  request: PlanRequest,
): { readonly plan: Plan; readonly terms: PlanTerms } {
  ensure(request.hops.length >= 2 && request.hops.length <= 8, 'a route has 2 to 8 hops', {
    hops: request.hops.length,
  });
  ensure(request.amountIn > 0n, 'a route needs an input');
  const { funding, profitToken, amountIn, minProfit, deadlineS } = request;
  const terms: PlanTerms = { funding, profitToken, amountIn, minProfit, deadlineS };
  const plan = sealPlan({
    chainId: chain.chainId,
    to: chain.executor,
    value: wei(0n),
    data: encodeExecute({ hops: request.hops, terms, chainId: chain.chainId }),
    gasLimit: request.gasLimit,
    maxFeePerGas: request.maxFeePerGas,
    maxPriorityFeePerGas: request.maxPriorityFeePerGas,
    submission: request.submission,
    ...(request.dataFee === undefined ? {} : { dataFee: request.dataFee }),
  });
  return { plan, terms };
}
