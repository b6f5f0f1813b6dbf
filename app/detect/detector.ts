import type { TokenAmount, Wei } from '../domain/amount.ts';
import type { PoolKind } from '../domain/chain.ts';
import type { Address } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import type { Pool } from '../domain/pool.ts';
import type { MarketState } from './exactPoolState.ts';
import type { AnyPoolKind, MarketPool } from './poolIndex.ts';
import type { SplitCycle, SplitParameters } from './splitCycle.ts';
import type { TickWindow } from './tickWindow.ts';

/** A token that a cycle may start and end in, with its value in the native currency as an exact fraction. */
export interface ProfitToken {
  readonly token: Address;
  /** wei = amount * weiNumerator / weiDenominator, rounded down. */
  readonly weiNumerator: bigint;
  readonly weiDenominator: bigint;
}

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

/** A hop through a pool of any kind. zeroForOne: the token that goes in stands before the other in the pool. */
export type CycleHop<Kind extends AnyPoolKind> = Omit<RouteHop, 'kind'> & { readonly kind: Kind };

/** A closed route with its exact optimal input. Amounts are integers from the same mathematics as the pools' contracts. */
export interface Cycle<Kind extends AnyPoolKind = PoolKind> {
  readonly hops: readonly CycleHop<Kind>[];
  readonly profitToken: Address;
  readonly amountIn: TokenAmount;
  readonly amountOut: TokenAmount;
  /** amountOut - amountIn, above zero. */
  readonly gross: TokenAmount;
  readonly gasUnits: number;
  readonly gasCost: Wei;
  /** gross in native currency less gasCost and the data fee; may be negative (shown as below cost). */
  readonly net: Wei;
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
