import type { PoolState } from '../domain/pool.ts';
import type { TickWindow } from './tickWindow.ts';

interface Ticks {
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  readonly liquidity: bigint;
  readonly tickSpacing: number;
  /** Ascending or not; net 0 is initialised too. */
  readonly ticks: readonly { readonly tick: number; readonly liquidityNet: bigint }[];
  readonly window: TickWindow;
}

interface CurvePool {
  readonly balances: readonly bigint[];
  /** 10^(36 - decimals), times the coin's own rate. */
  readonly rates: readonly bigint[];
  /** With its precision. */
  readonly amp: bigint;
  readonly ampPrecision: bigint;
  readonly feeE10: bigint;
  readonly adminFeeE10: bigint;
  /** 0 for a fee that does not move. */
  readonly offpegFeeMultiplierE10: bigint;
  readonly feeInToken: boolean;
  /** How get_D multiplies: `x * N`, `x * N + 1`, or N^N at the end. */
  readonly invariantForm: 'perCoin' | 'plusOne' | 'together';
}

interface BalancerPool {
  readonly vault: 2 | 3;
  /** Vault 2: what the Vault holds. Vault 3: live balances, scaled to 18 decimals with rates. */
  readonly balances: readonly bigint[];
  /** 18 decimals; with the rates in vault 2, without in vault 3. */
  readonly scalingFactors: readonly bigint[];
  readonly rates: readonly bigint[];
  readonly swapFee: bigint;
}

/** A pool of any kind, as the core's exact mathematics takes it. Shares of 1e18 unless the name says otherwise. */
export type ExactPoolState =
  | {
      readonly kind: 'uniswapV2';
      readonly reserve0: bigint;
      readonly reserve1: bigint;
      readonly feePpm0: number;
      readonly feePpm1: number;
    }
  | ({
      readonly kind: 'uniswapV3';
      readonly feePpm: number;
      /** Where steps end: at each word of the bitmap too (Uniswap, Pancake), or at ticks alone (Algebra). */
      readonly steps?: 'words' | 'ticks' | undefined;
    } & Ticks)
  | ({
      readonly kind: 'uniswapV4';
      readonly lpFeePpm: number;
      /** Low 12 bits for zeroForOne, the next 12 for the other way. */
      readonly protocolFee: number;
      readonly hooks: bigint;
    } & Ticks)
  | {
      readonly kind: 'solidlyVolatile' | 'solidlyStable';
      readonly reserve0: bigint;
      readonly reserve1: bigint;
      readonly decimals0: number;
      readonly decimals1: number;
      readonly feePpm0: number;
      readonly feePpm1: number;
      /** velodrome2 (Aerodrome too), or solidly (Velodrome 1, Camelot). */
      readonly curve: 'velodrome2' | 'solidly';
    }
  | ({ readonly kind: 'curveStable' } & CurvePool)
  | ({
      readonly kind: 'curveMeta';
      readonly base: CurvePool;
      readonly baseVirtualPrice: bigint;
      readonly baseTotalSupply: bigint;
    } & CurvePool)
  | {
      readonly kind: 'curveCrypto';
      readonly balances: readonly bigint[];
      readonly precisions: readonly bigint[];
      readonly priceScale: readonly bigint[];
      readonly amp: bigint;
      readonly gamma: bigint;
      readonly invariant: bigint;
      readonly midFeeE10: bigint;
      readonly outFeeE10: bigint;
      readonly feeGamma: bigint;
      /** How the balance asked for is found: by iteration, or as the root of a cubic (Tricrypto NG, Twocrypto NG). */
      readonly solver: 'newton' | 'closedForm';
    }
  | ({
      readonly kind: 'balancerWeighted';
      readonly weights: readonly bigint[];
      readonly powVersion: 1 | 2;
    } & BalancerPool)
  | ({
      readonly kind: 'balancerStable';
      readonly amp: bigint;
      readonly ampPrecision: bigint;
      readonly roundInvariantUp: boolean;
      /** The pool's own share among its tokens. */
      readonly bptIndex: number | null;
    } & BalancerPool);

/** A state of a domain pool, whose fees are its definition's, or a whole one of any kind. */
export type MarketState = PoolState | ExactPoolState;

/** What crosses the border; the layout is in app/native.ts. */
export interface ExactPoolArrays {
  readonly shape: readonly number[];
  readonly numbers: readonly bigint[];
  readonly ticks: readonly { readonly tick: number; readonly liquidityNet: bigint }[];
}

const invariantForms = { perCoin: 0, plusOne: 1, together: 2 } as const;

function flag(value: boolean): number {
  return value ? 1 : 0;
}

function curveArrays(pool: CurvePool): { shape: number[]; numbers: bigint[] } {
  return {
    shape: [pool.balances.length, flag(pool.feeInToken), invariantForms[pool.invariantForm]],
    numbers: [
      pool.amp,
      pool.ampPrecision,
      pool.feeE10,
      pool.adminFeeE10,
      pool.offpegFeeMultiplierE10,
      ...pool.balances,
      ...pool.rates,
    ],
  };
}

function tickArrays(pool: Ticks, fee: number, steps: 'words' | 'ticks' = 'words'): ExactPoolArrays {
  const ticks = [...pool.ticks].sort((a, b) => a.tick - b.tick);
  const { minTick, maxTick } = pool.window;
  return {
    shape: [fee, flag(steps === 'words'), pool.tickSpacing, pool.tick, minTick, maxTick, ticks.length],
    numbers: [pool.sqrtPriceX96, pool.liquidity],
    ticks,
  };
}

function balancerNumbers(pool: BalancerPool): bigint[] {
  return [pool.swapFee, ...pool.balances, ...pool.scalingFactors, ...pool.rates];
}

/** The arrays that describe a state to the core. */
export function exactPoolArrays(state: ExactPoolState): ExactPoolArrays {
  switch (state.kind) {
    case 'uniswapV2':
      return { shape: [0, state.feePpm0, state.feePpm1], numbers: [state.reserve0, state.reserve1], ticks: [] };
    case 'uniswapV3': {
      const own = tickArrays(state, state.feePpm, state.steps);
      return { ...own, shape: [1, ...own.shape] };
    }
    case 'uniswapV4': {
      const own = tickArrays(state, state.lpFeePpm);
      return { ...own, shape: [2, state.protocolFee, ...own.shape], numbers: [...own.numbers, state.hooks] };
    }
    case 'solidlyVolatile':
    case 'solidlyStable':
      return {
        shape: [
          state.kind === 'solidlyStable' ? 4 : 3,
          state.feePpm0,
          state.feePpm1,
          state.decimals0,
          state.decimals1,
          flag(state.curve === 'solidly'),
        ],
        numbers: [state.reserve0, state.reserve1],
        ticks: [],
      };
    case 'curveStable': {
      const { shape, numbers } = curveArrays(state);
      return { shape: [5, ...shape], numbers, ticks: [] };
    }
    case 'curveMeta': {
      const [own, base] = [curveArrays(state), curveArrays(state.base)];
      return {
        shape: [6, ...own.shape, ...base.shape],
        numbers: [...own.numbers, ...base.numbers, state.baseVirtualPrice, state.baseTotalSupply],
        ticks: [],
      };
    }
    case 'curveCrypto': {
      const { amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma, balances, precisions, priceScale } = state;
      return {
        shape: [7, balances.length, flag(state.solver === 'closedForm')],
        numbers: [amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma, ...balances, ...precisions, ...priceScale],
        ticks: [],
      };
    }
    case 'balancerWeighted':
      return {
        shape: [8, state.balances.length, state.vault, state.powVersion],
        numbers: [...balancerNumbers(state), ...state.weights],
        ticks: [],
      };
    case 'balancerStable':
      return {
        shape: [9, state.balances.length, state.vault, flag(state.roundInvariantUp), state.bptIndex ?? -1],
        numbers: [...balancerNumbers(state), state.amp, state.ampPrecision],
        ticks: [],
      };
  }
}
