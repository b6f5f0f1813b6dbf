import type { EquityPoint } from '../domain/equity.ts';
import { ExpectedError } from '../domain/errors.ts';
import type { Fill, Order } from '../domain/order.ts';
import type { PlanTerms } from '../domain/plan.ts';
import type { Epoch } from '../domain/run.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { contributionOf } from '../portfolio/contribution.ts';
import type { TradedEpoch, TradeResult } from '../portfolio/tradingReturns.ts';

/** What is asked of a record: one strategy or all, between two times or always. */
export interface Span {
  readonly strategy: string | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

export const wholeSpan: Span = { strategy: null, fromMs: null, toMs: null };

/** An epoch's trading, as far as returns and counts need it. */
export interface EpochTrading extends TradedEpoch {
  readonly sent: number;
  readonly landed: number;
  readonly failed: number;
  /** In the native currency, as all amounts here. */
  readonly net: bigint;
  readonly gas: bigint;
  readonly failureCost: bigint;
  /** Dollars of one unit of the native currency at the last block that knew; null where none did. */
  readonly dollars: number | null;
}

export interface RecordedEpoch {
  readonly epoch: Pick<Epoch, 'startedAtMs' | 'chain'>;
  readonly closedAtMs: number | null;
  /** Oldest first. */
  readonly equity: readonly EquityPoint[];
  /** Of the chain's dollar token; null where it is not known. */
  readonly dollarDecimals: number | null;
}

const nativeUnit = 1e18;

/** Takes the orders of an epoch one by one, so that a long one need not fit into memory. */
export class TradingRecord {
  readonly #recorded: RecordedEpoch;
  readonly #span: Span;
  readonly #fromMs: number;
  readonly #trades: TradeResult[] = [];
  readonly strategies = new Set<string>();
  #counts = { sent: 0, landed: 0, failed: 0, net: 0n, gas: 0n, failureCost: 0n };
  #newestMs = 0;

  constructor(recorded: RecordedEpoch, span: Span) {
    this.#recorded = recorded;
    this.#span = span;
    const { epoch, equity } = recorded;
    this.#fromMs = Math.max(span.fromMs ?? 0, Math.min(epoch.startedAtMs, equity[0]?.atMs ?? epoch.startedAtMs));
  }

  /** @param fill the one that stands, with the time of the input that brought it */
  add(order: Order, fill: { readonly fill: Fill; readonly atMs: number } | null): void {
    const contribution = contributionOf(order, fill?.fill ?? null);
    if (contribution === null) return;
    const { keys, figures } = contribution;
    this.strategies.add(keys.strategy);
    const atMs = fill?.atMs ?? order.createdAtMs;
    this.#newestMs = Math.max(this.#newestMs, atMs);
    const { strategy, toMs } = this.#span;
    const isOutside = atMs < this.#fromMs || (toMs !== null && atMs >= toMs);
    if (isOutside || (strategy !== null && keys.strategy !== strategy)) return;
    const { sent, landed, failed, net, gas, failureCost } = this.#counts;
    this.#counts = {
      sent: sent + figures.orders,
      landed: landed + figures.landed,
      failed: failed + figures.failed,
      net: net + figures.net,
      gas: gas + figures.gas,
      failureCost: failureCost + figures.failureCost,
    };
    if (fill === null) return;
    const model = `${keys.strategy} · ${keys.route}`.slice(0, 140);
    this.#trades.push({ atMs, model, net: figures.net, ...throughput(order, fill.fill) });
  }

  /** null where nothing was noted of what it owned, or where it lies outside the time. */
  trading(): EpochTrading | null {
    const { equity, closedAtMs, dollarDecimals } = this.#recorded;
    const last = equity.at(-1);
    if (last === undefined) return null;
    const endMs = Math.max(closedAtMs ?? 0, last.atMs, this.#newestMs) + 1;
    const toMs = Math.min(this.#span.toMs ?? endMs, endMs);
    if (toMs <= this.#fromMs) return null;
    const priced = equity.findLast(({ dollars, total }) => dollars !== null && total > 0n);
    return {
      ...{ fromMs: this.#fromMs, toMs, capital: equity, trades: this.#trades },
      ...this.#counts,
      dollars:
        dollarDecimals === null || priced === undefined
          ? null
          : (Number(priced.dollars) / 10 ** dollarDecimals / Number(priced.total)) * nativeUnit,
    };
  }
}

/** What went through a landed route, at its own block's price, and what of it was not lent. */
function throughput(order: Order, { realised, net, gasPaid }: Fill): Pick<TradeResult, 'notional' | 'own'> {
  const nothing = { notional: 0n, own: 0n };
  if (order.state !== 'landed' || order.kind !== 'execute' || realised.amount <= 0n) return nothing;
  const terms = termsOf(order);
  if (terms === null) return nothing;
  const { amountIn, funding } = terms;
  const valued = (amount: bigint): bigint => (amount * (net + gasPaid)) / realised.amount;
  const lent = funding.kind === 'flashSwap' ? amountIn : funding.loans.reduce((sum, { amount }) => sum + amount, 0n);
  return { notional: valued(amountIn), own: valued(amountIn > lent ? amountIn - lent : 0n) };
}

/** A plan that this version cannot read says nothing of what went through it. */
function termsOf({ plan }: Order): PlanTerms | null {
  try {
    return decodeExecute(plan.data).terms;
  } catch (error) {
    if (error instanceof ExpectedError) return null;
    throw error;
  }
}
