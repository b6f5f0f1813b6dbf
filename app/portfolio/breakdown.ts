import { wei } from '../domain/amount.ts';
import { type BreakdownDimension, type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import type { Address } from '../domain/hex.ts';
import { type Contribution, noFigures } from './contribution.ts';

/** Names that a dimension tells apart; what comes after them is counted under `others`, so that strangers' texts cannot fill the memory. */
export const keptKeys = 200;
export const otherKeys = 'others';

/** A breakdown without the orders that may still change. */
export interface FoldedBreakdown {
  readonly rows: ReadonlyMap<BreakdownDimension, ReadonlyMap<string, BreakdownFigures>>;
  readonly total: BreakdownFigures;
}

/**
 * Running totals of what orders brought and cost, by each dimension and altogether. Holds what each order added for as
 * long as that may still change (`forget` ends that), and no list of orders.
 */
export class Breakdown {
  readonly #rows: Map<BreakdownDimension, Map<string, BreakdownFigures>>;
  readonly #held = new Map<string, Contribution>();
  #total: BreakdownFigures;
  #version = 0;

  /** @param folded what orders of before brought and cost that are not held any more */
  constructor(folded: FoldedBreakdown | null = null) {
    this.#rows = new Map(
      breakdownDimensions.map((dimension) => [dimension, new Map(folded?.rows.get(dimension) ?? [])]),
    );
    this.#total = folded?.total ?? noFigures;
  }

  /** Changes with every change of a figure. */
  get version(): number {
    return this.#version;
  }

  get total(): BreakdownFigures {
    return this.#total;
  }

  rows(dimension: BreakdownDimension): ReadonlyMap<string, BreakdownFigures> {
    return this.#rows.get(dimension) ?? new Map();
  }

  /** What this order adds from now on, in place of what it added before. */
  set(orderId: string, contribution: Contribution | null): void {
    const before = this.#held.get(orderId);
    if (before === undefined && contribution === null) return;
    if (before !== undefined) this.#add(before, -1n);
    if (contribution === null) this.#held.delete(orderId);
    else this.#held.set(orderId, this.#add(contribution, 1n));
    this.#version += 1;
  }

  /** The same sums, which go their own way from here. */
  copy(): Breakdown {
    const copy = new Breakdown({ rows: this.#rows, total: this.#total });
    for (const [id, contribution] of this.#held) copy.#held.set(id, contribution);
    copy.#version = this.#version;
    return copy;
  }

  /** Everything but what the held orders add: with their contributions set anew it is the same again. */
  folded(): FoldedBreakdown {
    const rest = new Breakdown({ rows: this.#rows, total: this.#total });
    for (const contribution of this.#held.values()) rest.#add(contribution, -1n);
    return { rows: rest.#rows, total: rest.#total };
  }

  /** The order is final: its figures stay, and nothing can take them back. */
  forget(orderId: string): void {
    this.#held.delete(orderId);
  }

  #add({ keys, figures }: Contribution, sign: 1n | -1n): Contribution {
    this.#total = added(this.#total, figures, sign);
    const used = Object.fromEntries(
      breakdownDimensions.map((dimension) => {
        const rows = this.#rows.get(dimension) ?? new Map<string, BreakdownFigures>();
        const wanted = keys[dimension];
        const key = rows.has(wanted) || rows.size < keptKeys ? wanted : otherKeys;
        const sum = added(rows.get(key) ?? noFigures, figures, sign);
        if (isEmpty(sum)) rows.delete(key);
        else rows.set(key, sum);
        return [dimension, key];
      }),
    ) as Contribution['keys'];
    return { keys: used, figures };
  }
}

function isEmpty({ orders, gas, gross }: BreakdownFigures): boolean {
  return orders === 0 && gas === 0n && gross.size === 0;
}

/** a + b or a - b, figure by figure. */
export function added(a: BreakdownFigures, b: BreakdownFigures, sign: 1n | -1n): BreakdownFigures {
  const count = Number(sign);
  return {
    orders: a.orders + count * b.orders,
    landed: a.landed + count * b.landed,
    failed: a.failed + count * b.failed,
    gross: addedByToken(a.gross, b.gross, sign),
    flashFees: addedByToken(a.flashFees, b.flashFees, sign),
    slippage: addedByToken(a.slippage, b.slippage, sign),
    gas: wei(a.gas + sign * b.gas),
    tips: wei(a.tips + sign * b.tips),
    tipsUnknown: a.tipsUnknown + count * b.tipsUnknown,
    failureCost: wei(a.failureCost + sign * b.failureCost),
    net: wei(a.net + sign * b.net),
    predictedNet: wei(a.predictedNet + sign * b.predictedNet),
  };
}

/** Tokens of which nothing is left are left out. */
function addedByToken(
  a: ReadonlyMap<Address, bigint>,
  b: ReadonlyMap<Address, bigint>,
  sign: 1n | -1n,
): ReadonlyMap<Address, bigint> {
  if (b.size === 0) return a;
  const sums = new Map(a);
  for (const [token, amount] of b) {
    const sum = (sums.get(token) ?? 0n) + sign * amount;
    if (sum === 0n) sums.delete(token);
    else sums.set(token, sum);
  }
  return sums;
}
