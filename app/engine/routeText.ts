import { shortHex } from '../domain/hex.ts';
import type { Opportunity, RouteHop } from '../domain/opportunity.ts';
import { isSplit, routeLegs } from '../domain/routeLegs.ts';
import type { KernelState } from './kernelState.ts';
import { lenderId } from './lenderId.ts';

/** The same with how many pools it is split over, and the lenders of its input, if any: "WETH–USDC–WETH over 3 pools, lent by aave-v3". */
export function tradeText(kernel: KernelState, { hops, funding }: Opportunity): string {
  const route = isSplit(hops) ? `${routeText(kernel, hops)} over ${hops.length} pools` : routeText(kernel, hops);
  if (funding.kind === 'flashSwap') return route;
  return `${route}, lent by ${funding.loans.map((loan) => lenderId(kernel, loan)).join(' and ')}`;
}

/** "WETH–USDC–WETH": the tokens of a route, for rows and reports. */
export function routeText(kernel: KernelState, hops: readonly RouteHop[]): string {
  const first = hops[0];
  if (first === undefined) return '';
  return [first.tokenIn, ...routeLegs(hops).map(([{ tokenOut }]) => tokenOut)]
    .map((token) => kernel.tokens.get(token)?.symbol ?? shortHex(token))
    .join('–');
}
