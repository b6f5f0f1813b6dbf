import { type Wei, wei } from '../domain/amount.ts';
import type { EquityPoint } from '../domain/equity.ts';
import type { Asset } from '../domain/ledger.ts';
import type { StrategyId } from '../domain/mode.ts';
import { type Order, openOrderStates } from '../domain/order.ts';
import { worstCaseCost } from '../domain/plan.ts';
import type { LimitSet } from '../domain/riskLimit.ts';
import type { Ticket } from '../domain/ticket.ts';
import { ownEquity } from '../portfolio/equityLine.ts';
import { inNativeDown } from '../portfolio/tokenValue.ts';
import { type BetRecord, noBets } from '../risk/kellyBound.ts';
import type { RiskPlace } from '../risk/riskBook.ts';
import { limitsInTier } from '../risk/tiers.ts';
import { chainGroupOf } from '../risk/tradeBounds.ts';
import { assetValue } from './assetValue.ts';
import type { KernelState } from './kernelState.ts';
import { newRiskState } from './riskState.ts';

/** A new process: what it saw is gone, orders under way and what the journal says stay. */
export function restartRisk(kernel: KernelState, limits: LimitSet): void {
  Object.assign(kernel.risk, newRiskState());
  for (const order of kernel.orders.values()) noteOrderRisk(kernel, order);
  applyLimits(kernel, limits);
}

export function applyLimits({ risk, counters }: KernelState, limits: LimitSet): void {
  risk.limits = limits;
  risk.book.setLimits(limitsInTier(limits.values, counters.risk.tier));
}

/** Where a trade or a holding counts. Cash is no position. */
export function placeOf({ risk, epoch }: KernelState, strategy: StrategyId, asset: Asset): RiskPlace {
  const { chain } = epoch;
  const isCash = asset === 'native' || asset === chain.wrappedNative || asset === (chain.dollarToken ?? null);
  return {
    strategy,
    group: chainGroupOf(chain),
    asset: isCash ? null : asset,
    // A holding that is new belongs to all others until its moves are known.
    cluster: isCash ? null : (risk.clusters.get(asset) ?? risk.clusters.values().next().value ?? 0),
  };
}

/** A ticket counts at its worst until it is an order or ends. */
export function noteTicketRisk(kernel: KernelState, ticket: Ticket): void {
  const isUnderWay = ticket.state === 'simulating' || ticket.state === 'awaitingApproval';
  const { strategy } = ticket.opportunity;
  noteWorst(kernel, `ticket ${ticket.id}`, isUnderWay ? worstCaseCost(ticket.plan) : null, strategy);
}

export function forgetTicketRisk({ risk }: KernelState, { id }: Ticket): void {
  risk.book.setPosition(`ticket ${id}`, null);
}

export function noteOrderRisk(kernel: KernelState, order: Order): void {
  const isOpen = openOrderStates.includes(order.state);
  const strategy = order.origin?.strategy ?? 'flash-arbitrage';
  noteWorst(kernel, `order ${order.id}`, isOpen ? worstCaseCost(order.plan) : null, strategy);
}

function noteWorst(kernel: KernelState, key: string, worst: Wei | null, strategy: StrategyId): void {
  const place = placeOf(kernel, strategy, 'native');
  kernel.risk.book.setPosition(key, worst === null ? null : { ...place, held: wei(0n), risk: worst });
}

/** What is held as of an account read, at that block's prices. */
export function noteHoldings(kernel: KernelState, point: EquityPoint): void {
  const { risk, ledger } = kernel;
  const amounts = new Map<Asset, bigint>();
  for (const account of ['wallet', 'executor'] as const)
    for (const [asset, amount] of ledger.holdings(account)) amounts.set(asset, (amounts.get(asset) ?? 0n) + amount);
  let cash = 0n;
  const values = new Map<Asset, Wei>();
  const prices = new Map<string, number>();
  for (const [asset, amount] of amounts) {
    if (amount <= 0n) continue;
    const price = assetValue(kernel, asset);
    if (price === null) continue;
    const value = inNativeDown(amount, price);
    if (placeOf(kernel, 'flash-arbitrage', asset).asset === null) cash += value;
    else {
      values.set(asset, value);
      prices.set(asset, Number(price.weiNumerator) / Number(price.weiDenominator));
    }
  }
  risk.related.note(prices);
  risk.clusters = risk.related.clusters(risk.limits.values.correlation / 1_000_000);
  for (const asset of risk.held.keys()) if (!values.has(asset)) risk.book.setPosition(`held ${asset}`, null);
  for (const [asset, value] of values)
    risk.book.setPosition(`held ${asset}`, {
      ...placeOf(kernel, 'flash-arbitrage', asset),
      held: value,
      risk: wei(0n),
    });
  risk.held = values;
  const dollarDecimals = kernel.tokens.get(kernel.epoch.chain.dollarToken ?? kernel.epoch.wallet)?.decimals;
  const dollars =
    point.dollars === null || dollarDecimals === undefined
      ? null
      : Number(point.dollars / 10n ** BigInt(dollarDecimals));
  risk.figures = {
    capital: point.total,
    cash: wei(cash),
    own: wei(ownEquity(point)),
    dollars,
    priced: point.unpriced === 0,
  };
}

/** Counts how a paid bet of a strategy ended; -1: that is taken back. */
export function noteBet(
  { counters }: KernelState,
  order: Order,
  fill: { readonly net: Wei; readonly receipt: { readonly succeeded: boolean } },
  sign: 1 | -1,
): void {
  if (order.kind !== 'execute') return;
  const strategy = order.origin?.strategy ?? 'flash-arbitrage';
  const before = counters.risk.bets[strategy] ?? noBets;
  const won = fill.receipt.succeeded && fill.net > 0n;
  const by = BigInt(sign);
  const after: BetRecord = won
    ? {
        ...before,
        wins: before.wins + sign,
        predicted: wei(before.predicted + by * order.predicted.net),
        realised: wei(before.realised + by * fill.net),
      }
    : { ...before, losses: before.losses + sign };
  counters.risk = { ...counters.risk, bets: { ...counters.risk.bets, [strategy]: after } };
}
