import type { Address } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import type { ExactPoolState } from './exactPoolState.ts';

/** Every kind whose swaps the core knows to the unit. */
export type AnyPoolKind = ExactPoolState['kind'];

/** A pool of any kind and number of tokens. */
export interface AnyPool<Kind extends AnyPoolKind = AnyPoolKind> {
  readonly address: Address;
  readonly kind: Kind;
  readonly venue: string;
  /** In the contract's own order: places in it are places here. */
  readonly tokens: readonly Address[];
  /** For display; the state says what a swap pays. */
  readonly feePpm: number;
  /** 0 for pools without ticks. */
  readonly tickSpacing: number;
}

/** A pool, with another fee where token1 goes in if the venue has that. */
export interface TwoTokenPool extends Pool {
  readonly feePpmOneForZero?: number;
}

export type MarketPool = TwoTokenPool | AnyPool;

export function tokensOf(pool: MarketPool): readonly Address[] {
  return 'tokens' in pool ? pool.tokens : [pool.token0, pool.token1];
}

/** One pair of a pool's tokens, by their places in it. */
export interface PoolPair {
  readonly pool: number;
  readonly place0: number;
  readonly place1: number;
}

/** Every kind once, in the order of PoolKind in native/graph/pool_kind.hpp. */
export const poolKinds: readonly [AnyPoolKind, ...AnyPoolKind[]] = [
  'uniswapV2',
  'uniswapV3',
  'uniswapV4',
  'solidlyVolatile',
  'solidlyStable',
  'curveStable',
  'curveMeta',
  'curveCrypto',
  'balancerWeighted',
  'balancerStable',
];

function pairsOf(pools: readonly MarketPool[]): PoolPair[] {
  return pools.flatMap((pool, place) => {
    const tokens = tokensOf(pool);
    return tokens.flatMap((first, place0) =>
      tokens.flatMap((second, place1) =>
        place0 < place1 && first !== second ? [{ pool: place, place0, place1 }] : [],
      ),
    );
  });
}

/** Numbers the pools, their pairs and the tokens of a universe, in the shape that the native core takes them. */
export class PoolIndex<P extends MarketPool = MarketPool> {
  readonly pools: readonly P[];
  readonly tokens: readonly Address[];
  readonly pairs: readonly PoolPair[];
  /** All below: a pair each, two where it says so. */
  readonly kinds: Uint8Array;
  readonly tokenPairs: Uint32Array;
  readonly places: Uint8Array;
  /** Two a pair, by the token that goes in. */
  readonly feePpm: Uint32Array;
  readonly tickSpacing: Int32Array;
  /** Place of each pair in ascending order of its pool's address. */
  readonly rank: Uint32Array;
  readonly contracts: Uint32Array;
  readonly #firstPair: Uint32Array;
  readonly #placeOfPool = new Map<string, number>();
  readonly #placeOfToken = new Map<string, number>();

  constructor(pools: readonly P[]) {
    this.pools = pools;
    this.pairs = pairsOf(pools);
    const count = this.pairs.length;
    this.kinds = new Uint8Array(count);
    this.tokenPairs = new Uint32Array(2 * count);
    this.places = new Uint8Array(2 * count);
    this.feePpm = new Uint32Array(2 * count);
    this.tickSpacing = new Int32Array(count);
    this.rank = new Uint32Array(count);
    this.contracts = new Uint32Array(count);
    this.#firstPair = new Uint32Array(pools.length).fill(count);
    const tokens: Address[] = [];
    const numberToken = (token: Address): number => {
      const known = this.#placeOfToken.get(token);
      if (known !== undefined) return known;
      this.#placeOfToken.set(token, tokens.length);
      tokens.push(token);
      return tokens.length - 1;
    };
    pools.forEach(({ address }, place) => {
      this.#placeOfPool.set(address, place);
    });
    this.pairs.forEach(({ pool: place, place0, place1 }, i) => {
      const pool = pools[place];
      if (pool === undefined) return;
      const own = tokensOf(pool);
      this.#firstPair[place] = Math.min(this.#firstPair[place] ?? i, i);
      this.contracts[i] = place;
      this.kinds[i] = poolKinds.indexOf(pool.kind);
      [place0, place1].forEach((at, side) => {
        const token = own[at];
        this.places[2 * i + side] = at;
        if (token !== undefined) this.tokenPairs[2 * i + side] = numberToken(token);
      });
      // Where a state brings its own fee, this one only has to be possible.
      const fee = 'tokens' in pool ? 0 : pool.feePpm;
      this.feePpm[2 * i] = fee;
      this.feePpm[2 * i + 1] = ('tokens' in pool ? undefined : pool.feePpmOneForZero) ?? fee;
      this.tickSpacing[i] = pool.tickSpacing;
    });
    this.tokens = tokens;
    const ascending = this.pairs.map(({ pool }, i) => ({ address: pools[pool]?.address ?? '', i }));
    ascending.sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : a.i - b.i));
    ascending.forEach(({ i }, rank) => {
      this.rank[i] = rank;
    });
  }

  placeOf(pool: string): number | undefined {
    return this.#placeOfPool.get(pool);
  }

  placeOfToken(token: string): number | undefined {
    return this.#placeOfToken.get(token);
  }

  /** The pair of two places of a pool. */
  pairOf(pool: number, a: number, b: number): number | undefined {
    const [low, high] = a < b ? [a, b] : [b, a];
    for (let i = this.#firstPair[pool] ?? 0; this.contracts[i] === pool && i < this.pairs.length; i += 1) {
      const pair = this.pairs[i];
      if (pair?.place0 === low && pair.place1 === high) return i;
    }
    return undefined;
  }
}
