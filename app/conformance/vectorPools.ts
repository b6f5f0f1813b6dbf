import type { z } from 'zod';
import { ExactPool } from '../detect/exactPool.ts';
import type { ExactPoolState } from '../detect/exactPoolState.ts';
import { NativeMarketView, type TickWindow } from '../detect/nativeMarket.ts';
import type { MarketPool } from '../detect/poolIndex.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import { poolSchemaOf, type VectorPool } from './vectorKinds.ts';

/** One pool of a vector file in the terms of the engine's market, which knows V2 and V3. */
export interface MarketVectorPool {
  readonly pool: MarketPool;
  readonly state: PoolState;
  readonly window?: TickWindow;
}

export interface KnownPool {
  readonly id: string;
  readonly state: ExactPoolState;
  /** The file's names of its tokens, or names of its own. */
  readonly tokens: readonly string[];
  /** Null for a kind that the market does not take. */
  readonly market: MarketVectorPool | null;
}

export type ParsedPool =
  | { readonly ok: true; readonly value: KnownPool }
  | { readonly ok: false; readonly problem: string };

/** What a schema found wrong, on one line. */
export function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function addressAt(place: number): Address {
  return parseAddress(`0x${place.toString(16).padStart(40, '0')}`);
}

function coinCount(state: ExactPoolState): number {
  return 'balances' in state ? state.balances.length : 2;
}

/** The pools of a file. One that cannot be read says why, so that only the cases that use it fail. */
export class VectorPools {
  readonly #byId = new Map<string, ParsedPool>();
  readonly #tokens = new Map<string, Address>();

  constructor(pools: Readonly<Record<string, unknown>>) {
    Object.entries(pools).forEach(([poolId, raw], i) => {
      this.#byId.set(poolId, this.#parse(poolId, raw, addressAt(i + 1)));
    });
  }

  #parse(poolId: string, raw: unknown, address: Address): ParsedPool {
    const kind = typeof raw === 'object' && raw !== null && 'kind' in raw ? String(raw.kind) : 'none';
    const schema = poolSchemaOf(kind);
    if (schema === undefined) return { ok: false, problem: `pool kind ${kind} is not known` };
    const parsed = schema.safeParse(raw);
    if (!parsed.success) return { ok: false, problem: `pool ${poolId}: ${problemOf(parsed.error)}` };
    const state = parsed.data;
    const own = Array.from({ length: coinCount(state) }, (_, i) => `${poolId}#${i}`);
    const tokens = state.tokens ?? own;
    try {
      new ExactPool(state);
      const market = this.#marketPool(state, tokens, address);
      if (market !== null) marketOf([market]);
      return { ok: true, value: { id: poolId, state, tokens, market } };
    } catch (error) {
      return { ok: false, problem: `pool ${poolId}: ${messageOf(error)}` };
    }
  }

  #marketPool(state: VectorPool, tokens: readonly string[], address: Address): MarketVectorPool | null {
    if (state.kind !== 'uniswapV2' && state.kind !== 'uniswapV3') return null;
    if (state.kind === 'uniswapV3' && state.steps === 'ticks') return null;
    const common = {
      address,
      dexId: 'vector',
      venue: 'Vector',
      token0: this.token(tokens[0] ?? ''),
      token1: this.token(tokens[1] ?? ''),
    };
    if (state.kind === 'uniswapV2') {
      const { kind, feePpm0, feePpm1, reserve0, reserve1 } = state;
      return {
        pool: { ...common, kind, tickSpacing: 0, feePpm: feePpm0, feePpmOneForZero: feePpm1 },
        state: { kind, reserve0, reserve1 },
      };
    }
    const { kind, feePpm, tickSpacing, sqrtPriceX96, tick, liquidity, window } = state;
    const ticks = new Map(
      state.ticks.map((each) => [each.tick, { liquidityGross: 0n, liquidityNet: each.liquidityNet }]),
    );
    return {
      pool: { ...common, kind, tickSpacing, feePpm },
      state: { kind, sqrtPriceX96, tick, liquidity, ticks },
      window,
    };
  }

  token(tokenId: string): Address {
    const known = this.#tokens.get(tokenId);
    if (known !== undefined) return known;
    const address = addressAt(this.#tokens.size + 1);
    this.#tokens.set(tokenId, address);
    return address;
  }

  get(poolId: string): ParsedPool {
    return this.#byId.get(poolId) ?? { ok: false, problem: `pool ${poolId} is not in the file` };
  }

  all(): readonly ParsedPool[] {
    return [...this.#byId.values()];
  }
}

/** The engine's own market with these pools in these states. */
export function marketOf(pools: readonly MarketVectorPool[]): NativeMarketView {
  const market = new NativeMarketView();
  market.setPools(pools.map(({ pool }) => pool));
  market.applyStates(
    pools.map(({ pool, state, window }) => ({
      pool: pool.address,
      state,
      ...(window === undefined ? {} : { window }),
    })),
  );
  return market;
}
