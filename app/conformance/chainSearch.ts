import { ExactPool } from '../detect/exactPool.ts';
import type { ExactPoolState } from '../detect/exactPoolState.ts';

/** One swap of a chain through a pool of any kind. */
export interface ChainHop {
  readonly pool: string;
  readonly state: ExactPoolState;
  readonly in: number;
  readonly out: number;
  readonly underlying: boolean;
}

/** Rounding makes the top uneven: so many runs of the chain are spent on either side of it, and so many steps without a gain end it. */
const runsPerSide = 60_000;
const idleSteps = 4000;

/** A chain of exact swaps; a pool that comes again is met as the earlier swap left it. */
export class ExactChain {
  readonly #hops: readonly ChainHop[];
  readonly #pools = new Map<string, ExactPool>();
  readonly #isSimple: boolean;
  #runs = 0;

  constructor(hops: readonly ChainHop[]) {
    this.#hops = hops;
    for (const { pool, state } of hops) if (!this.#pools.has(pool)) this.#pools.set(pool, new ExactPool(state));
    this.#isSimple = new Set(hops.map(({ pool }) => pool)).size === hops.length;
  }

  /** What `amountIn` becomes, or why a swap fails. */
  run(amountIn: bigint): bigint | string {
    this.#runs += 1;
    // A pool that moves has to start afresh each time; one that comes once may be asked as it is.
    if (!this.#isSimple) for (const { pool, state } of this.#hops) this.#pools.get(pool)?.restart(state);
    let amount = amountIn;
    for (const [i, hop] of this.#hops.entries()) {
      const pool = this.#pools.get(hop.pool);
      const direction = { in: hop.in, out: hop.out, underlying: hop.underlying, exactIn: true };
      const outcome = this.#isSimple ? pool?.quote(direction, [amount])[0] : pool?.swap(direction, amount);
      if (outcome === undefined || !outcome.ok) return `hop ${i} failed with ${outcome?.failure ?? 'no pool'}`;
      amount = outcome.amountOut;
    }
    return amount;
  }

  profit(amountIn: bigint): bigint | null {
    const out = this.run(amountIn);
    return typeof out === 'bigint' ? out - amountIn : null;
  }

  /**
   * A good input by whole numbers alone: four points an octave over the whole range, then a bracket about the best of them narrowed by
   * thirds. Null when no input passes through the chain.
   */
  goodInput(): bigint | null {
    const coarse = this.#bestOf(octavePoints());
    if (coarse === null) return null;
    const narrowed = this.#narrow(coarse - coarse / 4n - 1n, coarse + coarse / 3n + 1n);
    return this.#bestOf([coarse, narrowed]);
  }

  /** The most that one input brings: the good input's neighbours, and the least inputs of the outputs around it. 0 when nothing pays. */
  bestProfit(): bigint {
    const good = this.goodInput();
    if (good === null) return 0n;
    const profit = this.profit(good) ?? 0n;
    if (profit <= 0n) return 0n;
    return max(
      this.#walk(good, profit, (at) => this.#leastBelow(at)),
      this.#walk(good, profit, (at) => this.#nextPaying(at)),
    );
  }

  /** Goes from output to output while it may pay. */
  #walk(from: bigint, profit: bigint, next: (amount: bigint) => bigint | null): bigint {
    const until = this.#runs + runsPerSide;
    let best = profit;
    let idle = 0;
    for (let at = next(from); at !== null && this.#runs < until && idle < idleSteps; at = next(at)) {
      const own = this.profit(at) ?? 0n;
      idle = own > best ? 0 : idle + 1;
      best = max(best, own);
    }
    return best;
  }

  #bestOf(amounts: Iterable<bigint>): bigint | null {
    let best: bigint | null = null;
    let most: bigint | null = null;
    for (const amount of amounts) {
      const profit = this.profit(amount);
      if (profit === null || (most !== null && profit <= most)) continue;
      best = amount;
      most = profit;
    }
    return best;
  }

  #narrow(from: bigint, to: bigint): bigint {
    let [low, high] = [max(from, 1n), to];
    while (high - low > 8n) {
      const third = (high - low) / 3n;
      const [left, right] = [low + third, high - third];
      const [atLeft, atRight] = [this.profit(left), this.profit(right)];
      // A failure lies at the far end: an input too large for some pool, or too small to pay anything.
      if (atRight === null || (atLeft !== null && atLeft > atRight)) high = right;
      else low = left;
    }
    return (low + high) / 2n;
  }

  /** The least input with the output that the input below `amount` has. */
  #leastBelow(from: bigint): bigint | null {
    const amount = from - 1n;
    if (amount <= 0n) return null;
    const wanted = this.run(amount);
    if (typeof wanted !== 'bigint') return null;
    let step = 1n;
    let high = amount;
    let low = max(amount - step, 0n);
    while (low > 0n && this.#pays(low, wanted)) {
      high = low;
      step *= 2n;
      low = max(low - step, 0n);
    }
    return this.#least(low, high, wanted);
  }

  /** The least input with a greater output than `amount`'s. */
  #nextPaying(amount: bigint): bigint | null {
    const out = this.run(amount);
    if (typeof out !== 'bigint') return null;
    let step = 1n;
    let low = amount;
    for (let i = 0; i < 128; i += 1) {
      const next = amount + step;
      if (typeof this.run(next) !== 'bigint') return null;
      if (this.#pays(next, out + 1n)) return this.#least(low, next, out + 1n);
      low = next;
      step *= 2n;
    }
    return null;
  }

  #least(from: bigint, to: bigint, wanted: bigint): bigint {
    let [low, high] = [from, to];
    while (high - low > 1n) {
      const middle = (low + high) / 2n;
      if (this.#pays(middle, wanted)) high = middle;
      else low = middle;
    }
    return high;
  }

  #pays(amount: bigint, wanted: bigint): boolean {
    const out = this.run(amount);
    return typeof out === 'bigint' && out >= wanted;
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

function* octavePoints(): Generator<bigint> {
  for (let octave = 0n; octave <= 112n; octave += 1n) {
    for (let quarter = 4n; quarter < 8n; quarter += 1n) {
      const amount = (quarter << octave) >> 2n;
      if (amount > 0n) yield amount;
    }
  }
}
