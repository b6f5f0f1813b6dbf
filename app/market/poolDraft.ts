import type { PoolEvent } from '../domain/block.ts';
import type { PoolState, TickLiquidity, UniswapV2State, UniswapV3State } from '../domain/pool.ts';

/** One pool while a block is applied to it. */
export interface PoolDraft {
  /** Applies the next event of this pool. */
  apply(event: PoolEvent): void;
  /** The state after all of them: a new object, never the one it began with. */
  finish(): PoolState;
  /** Why the events cannot be the whole truth: one of them, here or before, is missing. Null when they add up. */
  readonly gap: string | null;
  /** What left the pool without a swap, by a token whose balances shrink by themselves. Null where nothing did. */
  readonly shrank: Shrinkage | null;
}

/** A balance that fell between two events of a pool. The pool's own events stand for it. */
export interface Shrinkage {
  readonly token: 0 | 1;
  readonly amount: bigint;
}

/** A draft over `state`, which stays as it is. */
export function draftOf(state: PoolState): PoolDraft {
  return state.kind === 'uniswapV2' ? new V2Draft(state) : new V3Draft(state);
}

/**
 * Sync is the whole state. A pair emits Sync and then Swap: what the swap moved must be the difference between two
 * neighbouring Syncs, so a Sync that never reached us shows at the next swap. One difference is the token's own: where its
 * balances shrink by themselves, the pair finds less of it than it held, on that side alone and with nothing paid in there
 * (UniswapV2Pair.swap counts an input only above `reserve - amountOut`). A lost Sync of a swap is off on both sides.
 */
class V2Draft implements PoolDraft {
  #state: UniswapV2State;
  #previous: UniswapV2State;
  gap: string | null = null;
  shrank: Shrinkage | null = null;

  constructor(state: UniswapV2State) {
    this.#state = state;
    this.#previous = state;
  }

  apply(event: PoolEvent): void {
    if (event.kind === 'v2Sync') {
      this.#previous = this.#state;
      this.#state = { kind: 'uniswapV2', reserve0: event.reserve0, reserve1: event.reserve1 };
    } else if (event.kind === 'v2Swap') {
      const off0 = this.#previous.reserve0 + event.amount0 - this.#state.reserve0;
      const off1 = this.#previous.reserve1 + event.amount1 - this.#state.reserve1;
      if (off0 > 0n && off1 === 0n && event.amount0 <= 0n) this.shrank ??= { token: 0, amount: off0 };
      else if (off1 > 0n && off0 === 0n && event.amount1 <= 0n) this.shrank ??= { token: 1, amount: off1 };
      else if (off0 !== 0n || off1 !== 0n)
        this.gap ??= `reserves are off by ${off0} and ${off1} from what the swap at log ${event.logIndex} moved`;
      this.#previous = this.#state;
    }
  }

  finish(): PoolState {
    return this.#state;
  }
}

/**
 * A swap's event holds price, tick and active liquidity; Mint and Burn move ticks. The active liquidity must be the sum of
 * liquidityNet up to the tick, so a Mint or Burn that never reached us shows when a swap crosses it.
 */
class V3Draft implements PoolDraft {
  readonly shrank = null;
  readonly #before: UniswapV3State;
  #sqrtPriceX96: bigint;
  #tick: number;
  #liquidity: bigint;
  #ticks: Map<number, TickLiquidity> | null = null;
  #sumIsDue = false;
  #gap: string | null = null;

  constructor(state: UniswapV3State) {
    this.#before = state;
    this.#sqrtPriceX96 = state.sqrtPriceX96;
    this.#tick = state.tick;
    this.#liquidity = state.liquidity;
  }

  get gap(): string | null {
    if (this.#sumIsDue) this.#checkSum();
    return this.#gap;
  }

  apply(event: PoolEvent): void {
    if (event.kind === 'v3Swap') {
      if (event.liquidity !== this.#liquidity) this.#sumIsDue = true;
      this.#sqrtPriceX96 = event.sqrtPriceX96;
      this.#tick = event.tick;
      this.#liquidity = event.liquidity;
    } else if (event.kind === 'v3Initialize') {
      this.#sqrtPriceX96 = event.sqrtPriceX96;
      this.#tick = event.tick;
    } else if (event.kind === 'v3Liquidity' && event.liquidityDelta !== 0n) {
      this.#moveLiquidity(event.tickLower, event.tickUpper, event.liquidityDelta);
    }
  }

  finish(): PoolState {
    const ticks = this.#ticks ?? this.#before.ticks;
    return { kind: 'uniswapV3', sqrtPriceX96: this.#sqrtPriceX96, tick: this.#tick, liquidity: this.#liquidity, ticks };
  }

  #moveLiquidity(tickLower: number, tickUpper: number, delta: bigint): void {
    if (this.#sumIsDue) this.#checkSum();
    this.#ticks ??= new Map(this.#before.ticks);
    this.#moveTick(this.#ticks, tickLower, delta, delta);
    this.#moveTick(this.#ticks, tickUpper, delta, -delta);
    if (tickLower <= this.#tick && this.#tick < tickUpper) this.#liquidity += delta;
    if (this.#liquidity < 0n) this.#gap ??= 'active liquidity fell below zero';
  }

  /** Tick.update of Uniswap V3: gross by delta, net by delta at the lower tick and -delta at the upper; gone at gross 0. */
  #moveTick(ticks: Map<number, TickLiquidity>, tick: number, gross: bigint, net: bigint): void {
    const before = ticks.get(tick);
    const liquidityGross = (before?.liquidityGross ?? 0n) + gross;
    if (liquidityGross < 0n) this.#gap ??= `more liquidity left tick ${tick} than was there`;
    if (liquidityGross === 0n) ticks.delete(tick);
    else ticks.set(tick, { liquidityGross, liquidityNet: (before?.liquidityNet ?? 0n) + net });
  }

  #checkSum(): void {
    this.#sumIsDue = false;
    let sum = 0n;
    for (const [tick, { liquidityNet }] of this.#ticks ?? this.#before.ticks)
      if (tick <= this.#tick) sum += liquidityNet;
    if (sum !== this.#liquidity) this.#gap ??= `active liquidity is off by ${this.#liquidity - sum} from its ticks`;
  }
}
