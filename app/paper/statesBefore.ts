import type { Address } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import type { StatesAtPlace } from './runPlan.ts';

/** The pools as they stand at one moment, however the market goes on. */
export class StatesBefore {
  readonly #now: StatesAtPlace;
  readonly #kept = new Map<Address, PoolState | undefined>();

  /** @param now the market's own state, whenever it is asked */
  constructor(now: StatesAtPlace) {
    this.#now = now;
  }

  /** Keeps what is about to move. */
  keep(pools: Iterable<Address>): void {
    for (const pool of pools) if (!this.#kept.has(pool)) this.#kept.set(pool, this.#now(pool));
  }

  readonly at: StatesAtPlace = (pool) => (this.#kept.has(pool) ? this.#kept.get(pool) : this.#now(pool));
}
