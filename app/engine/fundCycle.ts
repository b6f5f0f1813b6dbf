import type { Cycle, ProfitToken } from '../detect/cycle.ts';
import { type TokenAmount, tokenAmount, type Wei } from '../domain/amount.ts';
import type { FundingChoice } from '../domain/lender.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import { chooseFunding, mostLendable } from '../lending/chooseFunding.ts';
import { sizeForFee } from '../lending/sizeForFee.ts';
import type { KernelState } from './kernelState.ts';

/** A cycle at the input that its funding makes best, and that funding. */
export interface FundedCycle {
  readonly cycle: Cycle;
  readonly choice: FundingChoice;
}

/**
 * The cheapest way to fund a cycle. Where nobody lends its whole input, as much as they do; where a fee is to be paid, the
 * input that is best after it. Null where no allowed source can fund any of it.
 */
export function fundCycle(kernel: KernelState, cycle: Cycle, value: ProfitToken, gasPrice: Wei): FundedCycle | null {
  const { states } = kernel.lending;
  const sources = kernel.arbitrage.fundingSources;
  const choose = (amountIn: TokenAmount): FundingChoice | null =>
    chooseFunding({ hops: cycle.hops, amountIn, value, gasPrice }, sources, states);
  const whole = choose(cycle.amountIn);
  if (whole?.fee === 0n) return { cycle, choice: whole };
  // Less than the whole where nobody lends that: two lenders at most share a loan.
  const most = whole === null ? mostLendable(cycle.hops, cycle.profitToken, sources, states) : cycle.amountIn;
  const amountIn = sizeForFee(most, (amount) => {
    const choice = choose(tokenAmount(amount));
    const hops = choice === null ? null : requote(kernel, cycle.hops, amount);
    return choice === null || hops === null ? null : outputOf(hops) - amount - choice.fee;
  });
  const choice = choose(tokenAmount(amountIn));
  const hops = choice === null ? null : requote(kernel, cycle.hops, amountIn);
  if (choice === null || hops === null) return null;
  const amountOut = outputOf(hops);
  return {
    cycle: {
      ...cycle,
      hops,
      amountIn: tokenAmount(amountIn),
      amountOut: tokenAmount(amountOut),
      gross: tokenAmount(amountOut - amountIn),
    },
    choice,
  };
}

/** The route at another input. Its pools are distinct, so each is as the market has it. */
function requote(kernel: KernelState, hops: readonly RouteHop[], amountIn: bigint): RouteHop[] | null {
  const requoted: RouteHop[] = [];
  let amount = amountIn;
  for (const hop of hops) {
    const quote = amount > 0n ? kernel.detector.quoteExactIn(hop.pool, hop.zeroForOne, amount) : null;
    if (quote === null || !quote.ok) return null;
    requoted.push({ ...hop, amountIn: tokenAmount(amount), amountOut: tokenAmount(quote.amountOut) });
    amount = quote.amountOut;
  }
  return requoted;
}

function outputOf(hops: readonly RouteHop[]): bigint {
  return hops.at(-1)?.amountOut ?? 0n;
}
