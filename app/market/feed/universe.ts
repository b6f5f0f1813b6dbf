import type { Chain } from '../../domain/chain.ts';
import type { Address } from '../../domain/hex.ts';
import type { Pool } from '../../domain/pool.ts';
import type { Token } from '../../domain/token.ts';
import type { PoolChange } from '../marketState.ts';
import { confirmedRead } from '../rpc/confirmedRead.ts';
import type { MulticallOptions } from '../snapshot/multicall.ts';
import { type PoolStates, readPoolStates } from '../snapshot/readPoolStates.ts';
import { readTokens } from '../snapshot/readTokens.ts';
import { distinctSymbols } from '../snapshot/tokenText.ts';

export interface LeftOut {
  readonly pool: Pool;
  readonly reason: string;
}

/** The pools and tokens that the feed follows. */
export class Universe {
  readonly #multicall3: Address;
  #pools = new Map<Address, Pool>();
  readonly #tokens = new Map<Address, Token>();
  /** Block in which a pool was created, for those that came while we were looking: a reorg takes them back. */
  readonly #createdAt = new Map<Address, number>();

  constructor(chain: Chain) {
    this.#multicall3 = chain.multicall3;
  }

  get pools(): ReadonlyMap<Address, Pool> {
    return this.#pools;
  }

  /** What a 'universe' input holds: every pool, and the tokens they trade. */
  listing(): { readonly pools: readonly Pool[]; readonly tokens: readonly Token[] } {
    const pools = [...this.#pools.values()];
    const used = new Set(pools.flatMap(({ token0, token1 }) => [token0, token1]));
    return { pools, tokens: distinctSymbols([...this.#tokens.values()].filter(({ address }) => used.has(address))) };
  }

  /**
   * Reads tokens and states of `pools` at the block that `options` names. What cannot be read is left out and named.
   * Nothing is added yet: `admit` does that. `isNewest` says that no block may stand above that one yet.
   * @throws ExpectedError RPC_*
   */
  async read(
    pools: readonly Pool[],
    options: Omit<MulticallOptions, 'multicall3'>,
    isNewest: boolean,
  ): Promise<{
    readonly states: readonly PoolChange[];
    readonly pools: readonly Pool[];
    readonly leftOut: readonly LeftOut[];
  }> {
    const at: MulticallOptions = { ...options, multicall3: this.#multicall3 };
    const read = (): Promise<PoolStates> =>
      isNewest ? confirmedRead(() => readPoolStates(pools, at)) : readPoolStates(pools, at);
    const unknown = new Set(
      pools.flatMap(({ token0, token1 }) => [token0, token1]).filter((token) => !this.#tokens.has(token)),
    );
    const [tokens, { states, unreadable }] = await Promise.all([readTokens([...unknown], at), read()]);
    for (const token of tokens) this.#tokens.set(token.address, token);
    const readable = new Set(states.map(({ pool }) => pool));
    const usable = pools.filter(
      (pool) => readable.has(pool.address) && this.#tokens.has(pool.token0) && this.#tokens.has(pool.token1),
    );
    const kept = new Set(usable.map(({ address }) => address));
    const withoutDecimals = pools.filter((pool) => readable.has(pool.address) && !kept.has(pool.address));
    return {
      pools: usable,
      states: states.filter(({ pool }) => kept.has(pool)),
      leftOut: [
        ...unreadable,
        ...withoutDecimals.map((pool) => ({ pool, reason: 'a token does not tell its decimals' })),
      ],
    };
  }

  replace(pools: readonly Pool[]): void {
    this.#pools = new Map(pools.map((pool) => [pool.address, pool]));
    this.#createdAt.clear();
  }

  admit(pools: readonly Pool[], blockNumber: number): void {
    for (const pool of pools) {
      this.#pools.set(pool.address, pool);
      this.#createdAt.set(pool.address, blockNumber);
    }
  }

  remove(pool: Address): boolean {
    this.#createdAt.delete(pool);
    return this.#pools.delete(pool);
  }

  /** Takes back pools created above `blockNumber`. @returns whether there were any */
  rollback(blockNumber: number): boolean {
    const gone = [...this.#createdAt].filter(([, created]) => created > blockNumber).map(([pool]) => pool);
    for (const pool of gone) this.remove(pool);
    return gone.length > 0;
  }
}
