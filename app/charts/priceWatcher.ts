import type { PriceReached, PriceWatch } from '../contract/chartMarks.ts';
import type { Address } from '../domain/hex.ts';

/** The newest trade of a pool: when, and its price in whole tokens (token1 for one token0). */
export interface LastTrade {
  readonly atMs: number;
  readonly price: number;
}

/** Waits for trades at a price or beyond it; each alert is told once, and then waits no more. */
export class PriceWatcher {
  #byPool = new Map<Address, PriceWatch['alerts']>();
  readonly #told = new Set<string>();

  /** The alerts to wait for, in place of those before. */
  watch({ alerts }: PriceWatch): void {
    this.#byPool = Map.groupBy(alerts, ({ pool }) => pool);
    for (const id of [...this.#told]) if (!alerts.some((alert) => alert.id === id)) this.#told.delete(id);
  }

  /** The pools whose trades matter. */
  get pools(): Iterable<Address> {
    return this.#byPool.keys();
  }

  /** The alerts that this trade reaches. */
  reached(pool: Address, { atMs, price }: LastTrade): PriceReached[] {
    const reached: PriceReached[] = [];
    for (const { id, inverted, price: wanted, side } of this.#byPool.get(pool) ?? []) {
      const shown = inverted ? 1 / price : price;
      if (this.#told.has(id) || !(side === 'above' ? shown >= wanted : shown <= wanted)) continue;
      this.#told.add(id);
      reached.push({ id, atMs, price: shown });
    }
    return reached;
  }
}
