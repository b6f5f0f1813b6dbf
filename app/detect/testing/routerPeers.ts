import { BigNumber } from '@ethersproject/bignumber';
import { CLRPool, ConstantProductRPool, Graph, type RPool, type RToken } from '@sushiswap/tines';
import { CurrencyAmount, Token } from '@uniswap/sdk-core';
import { Pair, Trade } from '@uniswap/v2-sdk';
import { ensure, present } from '../../domain/errors.ts';
import type { Address } from '../../domain/hex.ts';
import type { Pool, PoolState } from '../../domain/pool.ts';
import type { MarketState } from '../exactPoolState.ts';
import type { BenchMarket } from './benchMarket.ts';

/** Of a pool's depth: the one size that a router is asked about. */
const askedShare = 1e-3;

function routerToken(address: Address): RToken {
  return { name: address, symbol: address, address };
}

/** Far more than any size asked for, so that the router's check of what a pool holds never stands in the way. */
const plenty = BigNumber.from(10).pow(30);

/**
 * Sushi's router: its graph of V2 and V3 pools in doubles, which stands over the blocks. For each touched pool it is asked, once a way, for the best single
 * route back for what one size buys there. It looks at one size and finds no other; a route may have any number of swaps.
 */
export class TinesRouter {
  readonly #pools = new Map<Address, RPool>();
  readonly #graph: Graph;

  constructor({ pools, states, hubs }: BenchMarket) {
    const tokens = new Map<Address, RToken>();
    const tokenAt = (address: Address): RToken => {
      const token = tokens.get(address) ?? routerToken(address);
      tokens.set(address, token);
      return token;
    };
    for (const pool of pools) {
      const state = present(states.get(pool.address), 'state of a pool');
      this.#pools.set(pool.address, routerPool(pool, state, tokenAt(pool.token0), tokenAt(pool.token1)));
    }
    this.#graph = new Graph([...this.#pools.values()], tokenAt(present(hubs[0], 'hub')), 0);
  }

  applyStates(changes: readonly { readonly pool: Address; readonly state: MarketState }[]): void {
    for (const { pool, state } of changes) {
      const own = this.#pools.get(pool);
      if (state.kind === 'uniswapV2') {
        own?.updateReserves(BigNumber.from(state.reserve0), BigNumber.from(state.reserve1));
      } else if ('sqrtPriceX96' in state && own instanceof CLRPool) {
        own.sqrtPrice = Number(state.sqrtPriceX96) / 2 ** 96;
        own.nearestTick = nearestTick(own, state.tick);
      }
    }
  }

  /** @returns how many touched pools have a route back that pays */
  search(touched: readonly Address[]): number {
    let paying = 0;
    for (const address of touched) {
      const pool = present(this.#pools.get(address), 'pool of the router');
      for (const direction of [true, false]) {
        const [from, to] = direction ? [pool.token0, pool.token1] : [pool.token1, pool.token0];
        const depth =
          pool instanceof CLRPool ? clDepth(pool, direction) : Number(direction ? pool.reserve0 : pool.reserve1);
        const amount = depth * askedShare;
        const { out } = pool.calcOutByIn(amount, direction);
        const back = this.#graph.findBestPathExactIn(to, from, out);
        if (back !== undefined && back.output > amount) paying += 1;
      }
    }
    return paying;
  }
}

function clDepth(pool: CLRPool, direction: boolean): number {
  return direction ? pool.liquidity / pool.sqrtPrice : pool.liquidity * pool.sqrtPrice;
}

/** The place of the last tick at or below the price. */
function nearestTick(pool: CLRPool, tick: number): number {
  return pool.ticks.findLastIndex(({ index }) => index <= tick);
}

function routerPool(pool: Pool, state: PoolState, token0: RToken, token1: RToken): RPool {
  const fee = pool.feePpm / 1e6;
  if (state.kind === 'uniswapV2') {
    const [reserve0, reserve1] = [BigNumber.from(state.reserve0), BigNumber.from(state.reserve1)];
    return new ConstantProductRPool(pool.address, token0, token1, fee, reserve0, reserve1);
  }
  const ticks = [...state.ticks]
    .sort(([a], [b]) => a - b)
    .map(([index, { liquidityNet }]) => ({ index, DLiquidity: Number(liquidityNet) }));
  const own = new CLRPool(
    pool.address,
    token0,
    token1,
    fee,
    pool.tickSpacing,
    plenty,
    plenty,
    Number(state.liquidity),
    Number(state.sqrtPriceX96) / 2 ** 96,
    0,
    ticks,
  );
  own.nearestTick = nearestTick(own, state.tick);
  return own;
}

/** Uniswap's SDK over the V2 pools of a market alone: the best trade of one size from a token back to it, a call. */
export function v2SdkSearch({ pools, states, hubs }: BenchMarket, maxHops: number): () => number {
  const token = (address: Address): Token => new Token(1, address, 18);
  const pairs = pools.flatMap((pool) => {
    const state = states.get(pool.address);
    if (state?.kind !== 'uniswapV2') return [];
    return new Pair(
      CurrencyAmount.fromRawAmount(token(pool.token0), String(state.reserve0)),
      CurrencyAmount.fromRawAmount(token(pool.token1), String(state.reserve1)),
    );
  });
  const start = token(present(hubs[0], 'hub'));
  const input = CurrencyAmount.fromRawAmount(start, String(10n ** 18n));
  return () => {
    const found = Trade.bestTradeExactIn(pairs, input, start, { maxHops, maxNumResults: 1 });
    ensure(found.length === 1, 'the SDK found no way round');
    return found.length;
  };
}
