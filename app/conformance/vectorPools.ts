import type { z } from 'zod';
import { ExactPool } from '../detect/exactPool.ts';
import type { ExactPoolState } from '../detect/exactPoolState.ts';
import { NativeMarketView } from '../detect/nativeMarket.ts';
import type { AnyPool } from '../detect/poolIndex.ts';
import type { TransferFees } from '../detect/transferFees.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, parseAddress } from '../domain/hex.ts';
import { poolSchemaOf } from './vectorKinds.ts';
import { withoutNulls } from './vectorNumbers.ts';

export interface KnownPool {
  readonly id: string;
  readonly state: ExactPoolState;
  /** In that state. A swap must leave it there again. */
  readonly exact: ExactPool;
  /** The file's names of its tokens, or names of its own. */
  readonly tokens: readonly string[];
  /** What its tokens keep of each transfer; null where they keep nothing. */
  readonly transferFees: TransferFees | null;
  /** In the terms of the engine's market. */
  readonly pool: AnyPool;
}

export type ParsedPool =
  | { readonly ok: true; readonly value: KnownPool }
  /** `isRefused`: well formed, but its numbers are ones that no contract of its kind can hold. */
  | { readonly ok: false; readonly problem: string; readonly isRefused: boolean };

/** What a schema found wrong, on one line. */
export function problemOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ');
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unknown(problem: string): ParsedPool {
  return { ok: false, problem, isRefused: false };
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
    if (schema === undefined) return unknown(`pool kind ${kind} is not known`);
    const parsed = schema.safeParse(withoutNulls(raw));
    if (!parsed.success) return unknown(`pool ${poolId}: ${problemOf(parsed.error)}`);
    const state = parsed.data;
    const own = Array.from({ length: coinCount(state) }, (_, i) => `${poolId}#${i}`);
    const tokens = state.tokens ?? own;
    try {
      const exact = new ExactPool(state);
      const { kind } = state;
      const pool: AnyPool = {
        address,
        kind,
        venue: 'Vector',
        tokens: tokens.map((token) => this.token(token)),
        feePpm: 0,
        tickSpacing: 'tickSpacing' in state ? state.tickSpacing : 0,
      };
      const { transferFeePpm0 = 0, transferFeePpm1 = 0 } = state;
      const keepsFees = transferFeePpm0 > 0 || transferFeePpm1 > 0;
      const transferFees = keepsFees ? ([transferFeePpm0, transferFeePpm1] as const) : null;
      return { ok: true, value: { id: poolId, state, exact, tokens, transferFees, pool } };
    } catch (error) {
      const isRefused = error instanceof ExpectedError && error.code === 'POOL_STATE_IMPOSSIBLE';
      return { ok: false, problem: `pool ${poolId}: ${messageOf(error)}`, isRefused };
    }
  }

  token(tokenId: string): Address {
    const known = this.#tokens.get(tokenId);
    if (known !== undefined) return known;
    const address = addressAt(this.#tokens.size + 1);
    this.#tokens.set(tokenId, address);
    return address;
  }

  get(poolId: string): ParsedPool {
    return this.#byId.get(poolId) ?? unknown(`pool ${poolId} is not in the file`);
  }

  all(): readonly ParsedPool[] {
    return [...this.#byId.values()];
  }
}

/** The engine's own market with these pools in these states. */
export function marketOf(pools: readonly KnownPool[]): NativeMarketView {
  const market = new NativeMarketView();
  market.setPools(pools.map(({ pool }) => pool));
  market.applyStates(pools.map(({ pool, state }) => ({ pool: pool.address, state })));
  return market;
}
