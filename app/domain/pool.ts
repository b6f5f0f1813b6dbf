import type { PoolKind } from './chain.ts';
import type { Address } from './hex.ts';

/** What never changes of a pool. token0 < token1 by address, as on chain. */
export interface Pool {
  readonly address: Address;
  readonly kind: PoolKind;
  readonly dexId: string;
  readonly venue: string;
  readonly token0: Address;
  readonly token1: Address;
  /** Swap fee in parts per million of the input: 3000 is 0.3 %. */
  readonly feePpm: number;
  /** 0 for pools without ticks. */
  readonly tickSpacing: number;
}

export interface UniswapV2State {
  readonly kind: 'uniswapV2';
  readonly reserve0: bigint;
  readonly reserve1: bigint;
}

export interface TickLiquidity {
  readonly liquidityGross: bigint;
  readonly liquidityNet: bigint;
}

export interface UniswapV3State {
  readonly kind: 'uniswapV3';
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  /** Every initialised tick of the pool; treated as immutable. */
  readonly ticks: ReadonlyMap<number, TickLiquidity>;
}

/** A pool's state at one block. Immutable: a change is a new object, so a rollback is putting the old one back. */
export type PoolState = UniswapV2State | UniswapV3State;
