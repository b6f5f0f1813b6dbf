import { type Wei, wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import { worstCaseCost } from '../domain/plan.ts';
import type { Ticket } from '../domain/ticket.ts';
import { inNativeDown, type TokenValue } from '../portfolio/tokenValue.ts';
import { withRoomForPrices } from '../risk/gainBounds.ts';
import { kellyBound, noBets } from '../risk/kellyBound.ts';
import type { LimitCheck } from '../risk/riskBook.ts';
import { dayNet } from './books.ts';
import type { KernelState } from './kernelState.ts';
import { placeOf } from './noteRisk.ts';

/** What a trade is held against limits by; an atomic one opens no position and holds nothing but its gain. */
export type LimitedTrade = Pick<Ticket, 'opportunity' | 'plan' | 'expected'>;

/** The books' figures as of now, for the next check. */
export function refreshAccount(kernel: KernelState, atMs: EpochMs): void {
  const { risk, counters } = kernel;
  const { capital = wei(0n), cash = wei(0n), own = wei(0n), priced = false } = risk.figures ?? {};
  const { monthPeak, overallPeak } = counters.risk;
  const fall = (peak: Wei): Wei => wei(priced && peak > own ? peak - own : 0n);
  risk.book.setAccount({
    capital,
    cash,
    dayLoss: wei(-dayNet(kernel, atMs)),
    monthPeak,
    monthFall: fall(monthPeak),
    overallPeak,
    overallFall: fall(overallPeak),
    valueAtRisk: valueAtRiskOf(kernel),
  });
}

/**
 * What holdings lose on no more than one day in twenty: the sum of theirs, which no correlation makes larger. Cash counts as
 * losing nothing. Null while that of a holding is not.
 */
export function valueAtRiskOf(kernel: KernelState): Wei | null {
  const { risk } = kernel;
  if (risk.figures === null) return null;
  if (risk.held.size === 0) return wei(0n);
  let sum = 0n;
  for (const asset of risk.held.keys()) {
    const tail = risk.valueAtRisk?.tails.find((each) => each.asset === asset);
    if (tail === undefined) return null;
    sum += ((risk.held.get(asset) ?? 0n) * BigInt(tail.millionths) + 999_999n) / 1_000_000n;
  }
  return wei(sum);
}

const wholeCapital = 1_000_000;

/** An atomic trade risks its gas alone: it may go on while its edge is not known, and the other limits bound it. */
function withoutEdge(check: LimitCheck): LimitCheck {
  return check.limit === 'kellyFraction' ? { ...check, state: 'unknown' } : check;
}

/** Holds a trade against every limit, with everything that is under way. `value`: of its profit token. */
export function checkLimits(kernel: KernelState, trade: LimitedTrade, value: TokenValue, atMs: EpochMs): LimitCheck[] {
  const { risk, counters } = kernel;
  const { opportunity, expected } = trade;
  const { strategy, profitToken, gross, amountIn } = opportunity;
  refreshAccount(kernel, atMs);
  const place = placeOf(kernel, strategy, profitToken);
  const { gasCost, net } = expected ?? opportunity;
  // Nothing is held afterwards that could move with what is: the correlation is none.
  const kelly = kellyBound(counters.risk.bets[strategy] ?? noBets, net, gasCost, risk.limits.values.kellyFraction, 0);
  const compared = risk.book.check({
    ...place,
    atRisk: worstCaseCost(trade.plan),
    opens: wei(0n),
    adds: place.asset === null ? wei(0n) : inNativeDown(gross, value),
    notional: inNativeDown(amountIn, value),
    kelly: kelly.isKnown ? kelly.millionths : wholeCapital,
    correlation: null,
  });
  const known = kelly.isKnown ? compared : compared.map(withoutEdge);
  const checks = place.asset === null ? known : withRoomForPrices(known);
  risk.lastChecks = checks;
  return checks;
}
