import type { z } from 'zod';
import { allTicks, NativeMarketView, type TickWindow } from '../detect/nativeMarket.ts';
import type { MarketPool } from '../detect/poolIndex.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import { type VectorPool, vectorSchemas } from './vectorFile.ts';

/** One pool of a vector file, in the engine's terms. */
export interface EnginePool {
  readonly pool: MarketPool;
  readonly state: PoolState;
  readonly window: TickWindow;
}

export type ParsedPool =
  | { readonly ok: true; readonly value: EnginePool }
  | { readonly ok: false; readonly problem: string };

/** What a schema found wrong, on one line. */
export function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ');
}

function stateOf(vector: VectorPool): PoolState {
  if (vector.kind === 'uniswapV2') return { kind: vector.kind, reserve0: vector.reserve0, reserve1: vector.reserve1 };
  const ticks = new Map(vector.ticks.map(({ tick, liquidityNet }) => [tick, { liquidityGross: 0n, liquidityNet }]));
  const { sqrtPriceX96, tick, liquidity } = vector;
  return { kind: vector.kind, sqrtPriceX96, tick, liquidity, ticks };
}

function feesOf(vector: VectorPool): { feePpm: number; feePpmOneForZero?: number } {
  if (vector.kind === 'uniswapV3') return { feePpm: vector.feePpm };
  return { feePpm: vector.feePpm0 ?? vector.feePpm ?? 0, feePpmOneForZero: vector.feePpm1 ?? vector.feePpm ?? 0 };
}

function addressAt(place: number): Address {
  return parseAddress(`0x${place.toString(16).padStart(40, '0')}`);
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
    if (kind !== 'uniswapV2' && kind !== 'uniswapV3') return { ok: false, problem: `pool kind ${kind} is not known` };
    const parsed = vectorSchemas.pool.safeParse(raw);
    if (!parsed.success) return { ok: false, problem: `pool ${poolId}: ${problemOf(parsed.error)}` };
    const vector = parsed.data;
    const [token0, token1] = vector.tokens ?? [`${poolId}#0`, `${poolId}#1`];
    const pool: MarketPool = {
      address,
      kind: vector.kind,
      dexId: 'vector',
      venue: 'Vector',
      token0: this.token(token0 ?? ''),
      token1: this.token(token1 ?? ''),
      tickSpacing: vector.kind === 'uniswapV3' ? vector.tickSpacing : 0,
      ...feesOf(vector),
    };
    const window = (vector.kind === 'uniswapV3' ? vector.window : undefined) ?? allTicks;
    const value = { pool, state: stateOf(vector), window };
    try {
      marketOf([value]);
    } catch (error) {
      return { ok: false, problem: `pool ${poolId}: ${error instanceof Error ? error.message : String(error)}` };
    }
    return { ok: true, value };
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
export function marketOf(pools: readonly EnginePool[]): NativeMarketView {
  const market = new NativeMarketView();
  market.setPools(pools.map(({ pool }) => pool));
  market.applyStates(pools.map(({ pool, state, window }) => ({ pool: pool.address, state, window })));
  return market;
}
