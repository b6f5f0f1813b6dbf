/** What trades cost their takers at once, and what is left of it after a while; basis points of the price, weighted by size. */
export interface MarkOut {
  readonly horizonMs: number;
  readonly trades: number;
  /** Half the spread that was paid: from the mid before the trade to its price. */
  readonly effective: number;
  /** What the maker keeps: from the trade's price to the mid after the horizon. Below 0 the maker lost. */
  readonly realised: number;
  /** Adverse selection: how far the mid went with the taker. effective = realised + impact. */
  readonly impact: number;
}

/** One trade whose horizon is over; basis points of the mid before it. */
export interface SettledTrade {
  readonly horizonMs: number;
  readonly atMs: number;
  readonly size: number;
  readonly effective: number;
  readonly realised: number;
}

interface Pending {
  readonly dueMs: number;
  readonly sign: number;
  readonly size: number;
  readonly price: number;
  readonly mid: number;
}

interface Sums {
  readonly horizonMs: number;
  pending: Pending[];
  /** How many of `pending` are done. */
  done: number;
  trades: number;
  size: number;
  effective: number;
  realised: number;
}

const basisPoints = 1e4;
/** More than come while a trade is under way. */
const midsKept = 256;

/** The horizons that are looked at unless others are asked for. */
export const markOutHorizonsMs = [1000, 5000, 30_000] as const;

/**
 * Adverse selection by mark-out (Huang and Stoll, "Dealer versus auction markets", 1996): effective half spread, realised half spread and price impact of trades, after
 * each horizon. Times are the venue's; what comes late
 * by some milliseconds is put where it belongs.
 */
export class MarkOuts {
  readonly #sums: Sums[];
  /** The latest mids, oldest first. */
  #mids: { readonly atMs: number; readonly mid: number }[] = [];
  readonly #settled: ((trade: SettledTrade) => void) | undefined;

  /** @param settled hears of each trade once its horizon is over */
  constructor(horizonsMs: readonly number[] = markOutHorizonsMs, settled?: (trade: SettledTrade) => void) {
    this.#settled = settled;
    this.#sums = horizonsMs.map((horizonMs) => ({
      horizonMs,
      pending: [],
      done: 0,
      trades: 0,
      size: 0,
      effective: 0,
      realised: 0,
    }));
  }

  /** The mid from a time on. */
  price(atMs: number, mid: number): void {
    const before = this.#mids.at(-1)?.mid ?? mid;
    for (const sums of this.#sums) settle(sums, atMs, before, this.#settled);
    this.#mids.push({ atMs, mid });
    if (this.#mids.length === 2 * midsKept) this.#mids = this.#mids.slice(midsKept);
  }

  /** A trade against the last mid from before it: quotes that it moved itself often come first. One before all that are known is left out. */
  trade(atMs: number, price: number, size: number, takerBuys: boolean): void {
    const mid = this.#mids.findLast((each) => each.atMs < atMs)?.mid;
    if (mid === undefined) return;
    for (const { horizonMs, pending } of this.#sums) {
      pending.push({ dueMs: atMs + horizonMs, sign: takerBuys ? 1 : -1, size, price, mid });
    }
  }

  /** Trades whose horizon is not over are not in it. */
  report(): MarkOut[] {
    return this.#sums.map(({ horizonMs, trades, size, effective, realised }) => {
      const mean = (sum: number): number => (size === 0 ? 0 : sum / size);
      return {
        horizonMs,
        trades,
        effective: mean(effective),
        realised: mean(realised),
        impact: mean(effective) - mean(realised),
      };
    });
  }
}

/** `mid` is what held until `atMs`: a trade that is due then is judged by the price after. */
function settle(sums: Sums, atMs: number, mid: number, heard?: (trade: SettledTrade) => void): void {
  for (;;) {
    const next = sums.pending[sums.done];
    if (next === undefined || next.dueMs >= atMs) break;
    const { sign, size, price, mid: before } = next;
    sums.done += 1;
    sums.trades += 1;
    sums.size += size;
    const effective = ((sign * (price - before)) / before) * basisPoints;
    const realised = ((sign * (price - mid)) / before) * basisPoints;
    sums.effective += size * effective;
    sums.realised += size * realised;
    heard?.({ horizonMs: sums.horizonMs, atMs: next.dueMs - sums.horizonMs, size, effective, realised });
  }
  if (sums.done < 1024 || 2 * sums.done < sums.pending.length) return;
  sums.pending = sums.pending.slice(sums.done);
  sums.done = 0;
}
