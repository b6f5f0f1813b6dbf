import type { Detector, Quote } from '../detect/detector.ts';
import { mulDivDown } from '../domain/amount.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import { routeLegs } from '../domain/routeLegs.ts';

/** A route's swaps with the exact amounts of another input. */
export interface SizedRoute {
  readonly hops: readonly { readonly hop: RouteHop; readonly quote: Extract<Quote, { ok: true }> }[];
  readonly amountOut: bigint;
}

/**
 * The route at another input, quoted at the state the detector has; null where a pool has no answer. The parts of a leg
 * keep their shares, the last takes what they leave: at the route's own input each gets its own amount. Pools of a route are distinct.
 */
export function routeAtSize(
  detector: Pick<Detector, 'quoteExactIn'>,
  hops: readonly RouteHop[],
  amountIn: bigint,
): SizedRoute | null {
  const sized: { hop: RouteHop; quote: Extract<Quote, { ok: true }> }[] = [];
  let amount = amountIn;
  for (const leg of routeLegs(hops)) {
    const whole = leg.reduce((sum, hop) => sum + hop.amountIn, 0n);
    let left = amount;
    let paid = 0n;
    for (const [place, hop] of leg.entries()) {
      const part = place === leg.length - 1 ? left : mulDivDown(amount, hop.amountIn, whole);
      if (part <= 0n) return null;
      const quote = detector.quoteExactIn(hop.pool, hop.zeroForOne, part);
      if (!quote.ok) return null;
      sized.push({ hop, quote });
      paid += quote.amountOut;
      left -= part;
    }
    amount = paid;
  }
  return { hops: sized, amountOut: amount };
}
