import { BugError, ensure, present } from '../domain/errors.ts';
import type { TickLiquidity, UniswapV3State } from '../domain/pool.ts';
import { loadNative, maxHopCount, type NativeMarket } from '../native.ts';
import type { PoolPrice, QuoteFailure } from './detector.ts';
import type { MarketState } from './exactPoolState.ts';
import { type MarketPool, PoolIndex } from './poolIndex.ts';
import { StateBatch } from './stateBatch.ts';
import { allTicks, type TickWindow } from './tickWindow.ts';
import { readUint128, readUint256, writeWords } from './words.ts';

export interface SwapRequest {
  readonly pool: string;
  readonly zeroForOne: boolean;
  readonly exactIn: boolean;
  readonly amount: bigint;
  /** V3 only: stop at this price; the swap may then be filled in part. */
  readonly sqrtPriceLimitX96?: bigint;
}

export type SwapFailure = QuoteFailure | 'PRICE_LIMIT';

export type SwapOutcome =
  | {
      readonly ok: true;
      readonly amountIn: bigint;
      readonly amountOut: bigint;
      readonly ticksCrossed: number;
      readonly filled: boolean;
      readonly after: PoolPrice;
    }
  | { readonly ok: false; readonly failure: SwapFailure };

/** In the order of QuoteError in native/amm/quote_error.hpp. */
const failures: readonly (SwapFailure | null)[] = [
  null,
  'INSUFFICIENT_LIQUIDITY',
  'INSUFFICIENT_INPUT_AMOUNT',
  'INSUFFICIENT_OUTPUT_AMOUNT',
  'OUT_OF_TICKS',
  'OVERFLOW',
  'NOT_INITIALISED',
  'PRICE_LIMIT',
  'UNKNOWN_POOL',
];

/** Pools and their states inside the native core, addressed by the pools' addresses. */
export class NativeMarketView<P extends MarketPool = MarketPool> {
  readonly native: NativeMarket = new (loadNative().Market)();
  index = new PoolIndex<P>([]);
  readonly #batch = new StateBatch();
  readonly #request = new Uint32Array(4);
  readonly #words = new BigUint64Array(14);
  readonly #details = new Int32Array(3);
  /** The tick map each pool's native table was made of: the same object needs no new table. */
  #tickMaps: (ReadonlyMap<number, TickLiquidity> | null)[] = [];

  /** Replaces the universe; states start unknown. @throws BugError on a pool that cannot exist */
  setPools(pools: readonly P[]): void {
    const index = new PoolIndex(pools);
    const status = this.native.setPools(
      index.kinds,
      index.tokenPairs,
      index.places,
      index.feePpm,
      index.tickSpacing,
      index.rank,
      index.contracts,
      index.tokens.length,
    );
    ensure(status === 0, 'a pool of the universe has an impossible fee, spacing or token order', { status });
    this.index = index;
    this.#tickMaps = pools.map(() => null);
  }

  /** @throws BugError on a pool outside the universe or a state of another kind or width */
  applyStates(
    changes: readonly { readonly pool: string; readonly state: MarketState; readonly window?: TickWindow }[],
  ): void {
    const batch = this.#batch;
    batch.clear();
    for (const { pool, state, window } of changes) {
      const place = this.place(pool);
      ensure(this.index.pools[place]?.kind === state.kind, 'a state for another kind of pool', { pool });
      if (state.kind === 'uniswapV2' && !('feePpm0' in state)) {
        batch.addV2(place, state);
      } else if (state.kind === 'uniswapV3' && !('feePpm' in state)) {
        this.#addV3(place, state, window ?? allTicks);
      } else {
        batch.addExact(place, state);
        this.#tickMaps[place] = null;
      }
    }
    const status = batch.applyTo(this.native);
    ensure(status === 0, 'the native core refused the states', { status, pools: changes.length });
  }

  #addV3(place: number, state: UniswapV3State, window: TickWindow): void {
    this.#batch.addV3(place, state);
    if (this.#tickMaps[place] === state.ticks && window === allTicks) return;
    this.#batch.addTickTable(place, state.ticks, window.minTick, window.maxTick);
    this.#tickMaps[place] = window === allTicks ? state.ticks : null;
  }

  place(pool: string): number {
    return present(this.index.placeOf(pool), `pool ${pool} in the native market`);
  }

  /** The number of the pair of two places of a pool. @throws BugError when the pool has no such pair */
  pair(pool: string, a: number, b: number): number {
    return present(this.index.pairOf(this.place(pool), a, b), `pair ${a}, ${b} of pool ${pool}`);
  }

  /** One swap of a V2 or V3 pool, exact to the unit, with the state it would leave. */
  swap({ pool, zeroForOne, exactIn, amount, sqrtPriceLimitX96 }: SwapRequest): SwapOutcome {
    const place = this.index.placeOf(pool);
    if (place === undefined) return { ok: false, failure: 'UNKNOWN_POOL' };
    if (amount < 0n) throw new BugError('a swap of a negative amount', { pool, amount });
    if (!writeWords(this.#words, 0, 4, amount)) return { ok: false, failure: 'OVERFLOW' };
    if (!writeWords(this.#words, 4, 4, sqrtPriceLimitX96 ?? 0n)) return { ok: false, failure: 'PRICE_LIMIT' };
    const pair = this.pair(pool, 0, 1);
    this.#request[0] = pair;
    this.#request[1] = zeroForOne ? 1 : 0;
    this.#request[2] = exactIn ? 1 : 0;
    this.#request[3] = sqrtPriceLimitX96 === undefined ? 0 : 1;
    const status = this.native.quote(this.#request, this.#words, this.#details);
    ensure(status >= 0, 'the native core refused a quote', { status, pool });
    if (status > 0) return { ok: false, failure: present(failures[status], 'name of a quote failure') };
    return {
      ok: true,
      amountIn: readUint256(this.#words, 0),
      amountOut: readUint256(this.#words, 4),
      ticksCrossed: this.#details[0] ?? 0,
      filled: this.#details[2] === 1,
      after: this.#after(pair),
    };
  }

  /**
   * The best input of a closed chain of different pools, at most `maxHopCount` of them.
   * @returns the amount into each hop and out of the last, or null when no input brings anything
   */
  optimise(
    hops: readonly { readonly pool: string; readonly in: number; readonly out: number }[],
    topCandidates: number,
  ): bigint[] | null {
    ensure(hops.length <= maxHopCount, 'a cycle has too many hops', { hops: hops.length });
    const path = [
      hops.length,
      topCandidates,
      ...hops.flatMap((hop) => [this.pair(hop.pool, hop.in, hop.out), hop.in < hop.out ? 1 : 0]),
    ];
    const words = new BigUint64Array(4 * (maxHopCount + 1));
    const status = this.native.optimise(Uint32Array.from(path), words);
    ensure(status >= 0, 'the native core refused a cycle', { status });
    return status === 0 ? null : Array.from({ length: hops.length + 1 }, (_, i) => readUint256(words, 4 * i));
  }

  #after(pair: number): PoolPrice {
    if (this.index.kinds[pair] === 0) {
      return { kind: 'uniswapV2', reserve0: readUint128(this.#words, 8), reserve1: readUint128(this.#words, 10) };
    }
    return {
      kind: 'uniswapV3',
      sqrtPriceX96: readUint256(this.#words, 8),
      tick: this.#details[1] ?? 0,
      liquidity: readUint128(this.#words, 12),
    };
  }
}
