import type { Wei } from '../domain/amount.ts';
import type { Address } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import type { Cycle, ProfitToken } from './cycle.ts';
import type { MarketState } from './exactPoolState.ts';
import type { MarketPool } from './poolIndex.ts';
import type { SplitCycle, SplitParameters } from './splitCycle.ts';
import type { TickWindow } from './tickWindow.ts';

export interface DetectParameters {
  /** Tokens a cycle may begin with; a cycle through several of them begins with the first listed. */
  readonly profitTokens: readonly ProfitToken[];
  readonly maxHops: 2 | 3 | 4 | 5;
  /** Base fee + tip, in wei per gas. */
  readonly gasPrice: Wei;
  /** What a rollup asks for the transaction's data, whatever gas costs: 0 elsewhere. */
  readonly dataFee?: { readonly base: Wei; readonly perHop: Wei };
  /** Ranked best net first; at most this many. */
  readonly limit: number;
  /** Only the best cycle through each touched pool, instead of all: what is outdone everywhere is not solved. */
  readonly bestOfEachPool?: boolean;
}

export type QuoteFailure =
  | 'INSUFFICIENT_LIQUIDITY'
  | 'INSUFFICIENT_INPUT_AMOUNT'
  | 'INSUFFICIENT_OUTPUT_AMOUNT'
  | 'OUT_OF_TICKS'
  | 'OVERFLOW'
  | 'NOT_INITIALISED'
  | 'UNKNOWN_POOL';

export type Quote =
  | {
      readonly ok: true;
      readonly amountIn: bigint;
      readonly amountOut: bigint;
      readonly ticksCrossed: number;
      readonly after: PoolPrice;
    }
  | { readonly ok: false; readonly failure: QuoteFailure };

/** The part of a pool's state that a swap moves. */
export type PoolPrice =
  | { readonly kind: 'uniswapV2'; readonly reserve0: bigint; readonly reserve1: bigint }
  | { readonly kind: 'uniswapV3'; readonly sqrtPriceX96: bigint; readonly tick: number; readonly liquidity: bigint };

/**
 * The native core's view of the market. It owns a copy of every pool's state; the caller tells it each change. Coarse
 * calls: one `applyStates` and one `detect` per block. Nothing here reads a clock or randomness.
 */
export interface Detector<P extends MarketPool = Pool> {
  /** Replaces the universe. States start unknown: a pool without a state is in no cycle. */
  setPools(pools: readonly P[]): void;
  /** New full states, as of the same block. @throws BugError on a pool that is not in the universe */
  applyStates(
    changes: readonly { readonly pool: Address; readonly state: MarketState; readonly window?: TickWindow }[],
  ): void;
  /** A quarantined pool is in no cycle. */
  setQuarantined(pool: Address, quarantined: boolean): void;
  /** No cycle passes a token that is blocked. One that no pool of the universe trades is left unsaid. Holds until the universe changes. */
  setBlocked(token: Address, blocked: boolean): void;
  /**
   * Every cycle of 2..maxHops hops through at least one touched pool whose gross is above zero, best net first. No pool and no token comes twice
   * in a cycle.
   */
  detect(touched: readonly Address[], parameters: DetectParameters): readonly Cycle<P['kind']>[];
  /**
   * The cycle's tokens over as many of their pools as pay: the best distribution, net of the gas of each further swap. Null where that brings no more than
   * the best single cycle over the given pools.
   */
  split(
    cycle: Pick<Cycle<P['kind']>, 'hops' | 'profitToken'>,
    parameters: SplitParameters,
  ): SplitCycle<P['kind']> | null;
  /** Memory of the native market and of what its search keeps, but for tick tables. */
  bytesBesideTicks(): number;
  quoteExactIn(pool: Address, zeroForOne: boolean, amountIn: bigint): Quote;
  quoteExactOut(pool: Address, zeroForOne: boolean, amountOut: bigint): Quote;
}
