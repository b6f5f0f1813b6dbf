import type { Address } from '../../domain/hex.ts';
import type { Random } from '../../domain/random.ts';
import { ExactPool } from '../exactPool.ts';
import type { ExactPoolState, MarketState } from '../exactPoolState.ts';

import type { AnyPoolKind, MarketPool } from '../poolIndex.ts';
import { type AnyToken, coinCount, draw, peggedKinds, StateMaker } from './anyMarket.ts';
import { benchMarket } from './benchMarket.ts';
import { addressOf } from './randomPools.ts';

export interface MixedMarket {
  readonly pools: readonly MarketPool[];
  readonly states: ReadonlyMap<Address, MarketState>;
  readonly hubs: readonly Address[];
  readonly tokens: readonly AnyToken[];
  /** The state of a pool after somebody traded a little of its depth. */
  moved(pool: Address, random: Random): MarketState;
}

/** Of a thousand pools: about what main networks hold beside their V2 and V3 pools. */
const others: readonly (readonly [AnyPoolKind, number])[] = [
  ['uniswapV4', 80],
  ['solidlyVolatile', 60],
  ['solidlyStable', 10],
  ['curveStable', 15],
  ['curveMeta', 5],
  ['curveCrypto', 10],
  ['balancerWeighted', 15],
  ['balancerStable', 5],
];

function kindAt(place: number): AnyPoolKind {
  let end = 0;
  for (const [kind, weight] of others) {
    end += weight;
    if (place < end) return kind;
  }
  return 'uniswapV4';
}

/** A swap of 0.01 % to 1 % of what the pool holds of one token, but for the oracles and scales that follow it. */
function afterTrade(state: ExactPoolState, random: Random): ExactPoolState {
  const share = BigInt(Math.floor(10 ** (2 + 2 * random.next())));
  if (state.kind === 'curveCrypto') {
    const [sold = 0n, bought = 0n, ...others] = state.balances;
    const amountIn = (sold * share) / 1_000_000n;
    // No fee, because the contract makes its stored invariant anew from the balances that a fee leaves.
    const free = new ExactPool({ ...state, midFeeE10: 0n, outFeeE10: 0n });
    const [paid] = free.quote({ in: 0, out: 1, exactIn: true }, [amountIn]);
    if (paid?.ok !== true) return state;
    return { ...state, balances: [sold + amountIn, bought - paid.amountOut, ...others] };
  }
  if ('sqrtPriceX96' in state) {
    // Inside its range as most swaps end, and not nearer than that.
    return { ...state, sqrtPriceX96: state.sqrtPriceX96 + state.sqrtPriceX96 / (1_000_000_000n / share) };
  }
  const held = 'balances' in state ? (state.balances[0] ?? 0n) : state.reserve0;
  const pool = new ExactPool(state);
  if (!pool.swap({ in: 0, out: 1, exactIn: true }, (held * share) / 1_000_000n).ok) return state;
  const after = pool.after();
  if (!('balances' in after)) return state;
  const [reserve0 = 0n, reserve1 = 0n] = after.balances;
  return 'balances' in state ? { ...state, balances: after.balances } : { ...state, reserve0, reserve1 };
}

/** A main network's market of all kinds: eight in ten pools are V2 and V3 as in benchMarket, the rest stand between the same tokens. */
export function mixedMarket(random: Random, poolCount: number): MixedMarket {
  const pegged = Math.ceil(poolCount / 100);
  const otherCount = Math.floor(poolCount / 5);
  const base = benchMarket(random, poolCount - otherCount, pegged);
  const pools: MarketPool[] = [...base.pools];
  const states = new Map<Address, MarketState>(base.states);
  const exact = new Map<Address, ExactPoolState>();
  const maker = new StateMaker(random, { spread: 0.0003, depth: 1e6 });
  const peggedTokens = base.tokens.slice(0, base.hubs.length + pegged);
  const hubs = base.tokens.slice(0, base.hubs.length);
  const weights = others.reduce((sum, [, weight]) => sum + weight, 0);
  for (let i = 0; i < otherCount; i += 1) {
    const kind = kindAt(random.below(weights));
    // Most pools hold a hub; the first tokens are the popular ones.
    const among = peggedKinds.has(kind) ? peggedTokens : base.tokens;
    const popular = among[Math.floor(among.length * random.next() ** 2)];
    const rest = draw(random, hubs, coinCount(random, kind)).filter((token) => token !== popular);
    const tokens = [...(popular === undefined ? [] : [popular]), ...rest].slice(0, Math.max(2, rest.length));
    const state = maker.make(kind, tokens);
    const address = addressOf(10_000_000 + i);
    const tickSpacing = 'tickSpacing' in state ? state.tickSpacing : 0;
    pools.push({ address, kind, venue: 'Test', tokens: tokens.map((token) => token.address), feePpm: 0, tickSpacing });
    states.set(address, state);
    exact.set(address, state);
  }
  const byAddress = new Map(base.pools.map((pool) => [pool.address, pool]));
  const moved = (address: Address, source: Random): MarketState => {
    const state = exact.get(address);
    const pool = byAddress.get(address);
    if (state !== undefined) return afterTrade(state, source);
    if (pool === undefined) throw new Error('a pool that is not there');
    return base.moved(pool, source);
  };
  return { pools, states, hubs: base.hubs, tokens: base.tokens, moved };
}
