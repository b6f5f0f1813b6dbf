import { formatUnits } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { EquityPoint } from '../domain/equity.ts';
import { chainGroups, limitTable } from '../domain/riskLimit.ts';
import { failedCheck, type LimitCheck, nothingAtStake } from '../risk/riskBook.ts';
import { nextTier } from '../risk/tiers.ts';
import { refreshAccount } from './checkLimits.ts';
import type { KernelState } from './kernelState.ts';
import { applyLimits, noteHoldings, placeOf } from './noteRisk.ts';
import type { Outcome } from './outcome.ts';
import { noteLook } from './peakHistory.ts';
import { setTradingState } from './transitions.ts';

/** After each look at the books: peaks, the capital tier, and whether what is held, or was lost, still keeps within the limits. */
export function watchLimits(kernel: KernelState, outcome: Outcome, point: EquityPoint, atMs: EpochMs): void {
  noteHoldings(kernel, point);
  notePeaks(kernel, point, atMs);
  noteTier(kernel, outcome, atMs);
  if (kernel.tradingState !== 'active') return;
  const crossed = failedCheck(standingChecks(kernel, atMs));
  if (crossed === null) return;
  const reason = crossedText(crossed, kernel.epoch.chain.nativeSymbol);
  setTradingState(kernel, outcome, 'reduceOnly', reason);
  outcome.effects.push({ kind: 'reduceOnly', reason });
}

function crossedText({ limit, value, bound, unit }: LimitCheck, symbol: string): string {
  const amount = (figure: bigint): string =>
    unit === 'wei' ? `${formatUnits(figure - (figure % 10n ** 12n), 18)} ${symbol}` : String(figure);
  const { name, sense } = limitTable[limit];
  return `limit crossed: ${name.toLowerCase()} is ${amount(value)}, ${sense === 'most' ? 'at most' : 'at least'} ${amount(bound)} is allowed`;
}

function notePeaks(kernel: KernelState, { blockNumber }: EquityPoint, atMs: EpochMs): void {
  const { figures } = kernel.risk;
  if (figures === null || !figures.priced) return;
  noteLook(kernel, { blockNumber, month: new Date(atMs).toISOString().slice(0, 7), own: figures.own });
}

function noteTier(kernel: KernelState, outcome: Outcome, atMs: EpochMs): void {
  const { risk, counters } = kernel;
  const dollars = risk.figures?.dollars ?? null;
  const from = counters.risk.tier;
  // Capital that nobody can tell in dollars changes no tier.
  if (dollars === null) return;
  const to = nextTier(from, dollars);
  if (to === from) return;
  counters.risk = { ...counters.risk, tier: to };
  applyLimits(kernel, risk.limits);
  const reason = from === null ? 'first look at the books' : `own capital is ${dollars} dollars`;
  outcome.decisions.push({ kind: 'tier', change: { from, to, dollars, atMs, reason } });
}

/** Every limit as things stand, the worst of each over what is held and over the chain groups. */
export function standingChecks(kernel: KernelState, atMs: EpochMs): LimitCheck[] {
  refreshAccount(kernel, atMs);
  const place = placeOf(kernel, 'flash-arbitrage', 'native');
  const places = [...kernel.risk.held.keys()].map((asset) => placeOf(kernel, 'flash-arbitrage', asset));
  const all = [...chainGroups.map((group) => ({ ...place, group })), ...places].flatMap((each) =>
    kernel.risk.book.check({ ...each, ...nothingAtStake }),
  );
  const worst = new Map<string, LimitCheck>();
  for (const check of all) {
    const known = worst.get(check.limit);
    if (known === undefined || check.headroom < known.headroom) worst.set(check.limit, check);
  }
  return [...worst.values()];
}
