import { shortHex } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import type { KernelState } from './kernelState.ts';

/** "WETH–USDC–WETH": the tokens of a route, for rows and reports. */
export function routeText(kernel: KernelState, hops: readonly RouteHop[]): string {
  const first = hops[0];
  if (first === undefined) return '';
  return [first.tokenIn, ...hops.map((hop) => hop.tokenOut)]
    .map((token) => kernel.tokens.get(token)?.symbol ?? shortHex(token))
    .join('–');
}
