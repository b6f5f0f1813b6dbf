import type { Address } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';

/** A pool, with another fee where token1 goes in if the venue has that. */
export interface MarketPool extends Pool {
  readonly feePpmOneForZero?: number;
}

/** Numbers the pools and tokens of a universe, in the shape that the native core takes them. */
export class PoolIndex {
  readonly pools: readonly Pool[];
  readonly tokens: readonly Address[];
  readonly kinds: Uint8Array;
  readonly tokenPairs: Uint32Array;
  /** Two a pool, by the token that goes in. */
  readonly feePpm: Uint32Array;
  readonly tickSpacing: Int32Array;
  /** Place of each pool's address in ascending order. */
  readonly rank: Uint32Array;
  readonly #placeOfPool = new Map<string, number>();
  readonly #placeOfToken = new Map<string, number>();

  constructor(pools: readonly MarketPool[]) {
    this.pools = pools;
    this.kinds = new Uint8Array(pools.length);
    this.tokenPairs = new Uint32Array(2 * pools.length);
    this.feePpm = new Uint32Array(2 * pools.length);
    this.tickSpacing = new Int32Array(pools.length);
    this.rank = new Uint32Array(pools.length);
    const tokens: Address[] = [];
    const numberToken = (token: Address): number => {
      const known = this.#placeOfToken.get(token);
      if (known !== undefined) return known;
      this.#placeOfToken.set(token, tokens.length);
      tokens.push(token);
      return tokens.length - 1;
    };
    pools.forEach((pool, place) => {
      this.#placeOfPool.set(pool.address, place);
      this.kinds[place] = pool.kind === 'uniswapV2' ? 0 : 1;
      this.tokenPairs[2 * place] = numberToken(pool.token0);
      this.tokenPairs[2 * place + 1] = numberToken(pool.token1);
      this.feePpm[2 * place] = pool.feePpm;
      this.feePpm[2 * place + 1] = pool.feePpmOneForZero ?? pool.feePpm;
      this.tickSpacing[place] = pool.tickSpacing;
    });
    this.tokens = tokens;
    const ascending = pools
      .map((pool, place) => ({ address: pool.address, place }))
      .sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
    ascending.forEach(({ place }, rank) => {
      this.rank[place] = rank;
    });
  }

  placeOf(pool: string): number | undefined {
    return this.#placeOfPool.get(pool);
  }

  placeOfToken(token: string): number | undefined {
    return this.#placeOfToken.get(token);
  }
}
