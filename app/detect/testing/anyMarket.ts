import type { Address } from '../../domain/hex.ts';
import type { Random } from '../../domain/random.ts';
import type { ExactPoolState } from '../exactPoolState.ts';
import type { AnyPool, AnyPoolKind } from '../poolIndex.ts';
import { allTicks } from '../tickWindow.ts';
import { v3StateAt } from './randomMarket.ts';
import { addressOf } from './randomPools.ts';

export interface AnyToken {
  readonly address: Address;
  readonly decimals: number;
  /** In the unit of account, a whole token. */
  readonly worth: number;
}

export interface AnyMarketPool {
  readonly pool: AnyPool;
  readonly state: ExactPoolState;
}

export interface AnyMarket {
  readonly tokens: readonly AnyToken[];
  readonly pools: readonly AnyMarketPool[];
}

const wad = 10n ** 18n;

function pick<T>(random: Random, values: readonly [T, ...T[]]): T {
  return values[random.below(values.length)] ?? values[0];
}

/** `count` different ones. */
export function draw(random: Random, tokens: readonly AnyToken[], count: number): AnyToken[] {
  const left = [...tokens];
  return Array.from({ length: Math.min(count, left.length) }, () => left.splice(random.below(left.length), 1)).flat();
}

function units(amount: number, { decimals }: AnyToken): bigint {
  // Through whole millionths: a double holds no more digits than that of large amounts.
  return (BigInt(Math.max(1, Math.floor(amount * 1e6))) * 10n ** BigInt(decimals)) / 1_000_000n + 1n;
}

export interface AnyShape {
  readonly kinds: readonly [AnyPoolKind, ...AnyPoolKind[]];
  readonly pools: number;
  /** Tokens worth about one, and tokens worth anything. */
  readonly pegged: number;
  readonly free: number;
  /** Relative spread of prices. */
  readonly spread: number;
  /** Worth of one side of a pool. */
  readonly depth: number;
}

function tokensOf(random: Random, { pegged, free }: AnyShape): AnyToken[] {
  return Array.from({ length: pegged + free }, (_, i) => ({
    address: addressOf(i + 1),
    decimals: pick(random, [18, 18, 6, 8]),
    worth: i < pegged ? 1 : Math.exp(random.normal() * 2),
  }));
}

/** States of pools that hold what their tokens are worth, off by a spread. */
export class StateMaker {
  readonly #random: Random;
  readonly #shape: Pick<AnyShape, 'spread' | 'depth'>;

  constructor(random: Random, shape: Pick<AnyShape, 'spread' | 'depth'>) {
    this.#random = random;
    this.#shape = shape;
  }

  /** What a pool holds of a token for one side's worth, off by the spread. */
  #held(token: AnyToken, worth: number): bigint {
    return units((worth / token.worth) * Math.exp(this.#random.normal() * this.#shape.spread), token);
  }

  #depth(): number {
    return this.#shape.depth * Math.exp(this.#random.normal());
  }

  #two(tokens: readonly AnyToken[]): { reserve0: bigint; reserve1: bigint } {
    const depth = this.#depth();
    const [reserve0 = 1n, reserve1 = 1n] = tokens.map((token) => this.#held(token, depth));
    return { reserve0, reserve1 };
  }

  #balancer(tokens: readonly AnyToken[], shares: readonly number[]) {
    const depth = this.#depth();
    return {
      vault: 2 as const,
      balances: tokens.map((token, i) => this.#held(token, depth * (shares[i] ?? 1))),
      scalingFactors: tokens.map(({ decimals }) => wad * 10n ** BigInt(18 - decimals)),
      rates: tokens.map(() => wad),
      swapFee: pick(this.#random, [10n ** 14n, 10n ** 15n, 3n * 10n ** 15n]),
    };
  }

  #curve(tokens: readonly AnyToken[]) {
    const random = this.#random;
    const depth = this.#depth();
    return {
      balances: tokens.map((token) => this.#held(token, depth * Math.exp(random.normal() * 0.5))),
      rates: tokens.map(({ decimals }) => 10n ** BigInt(36 - decimals)),
      amp: BigInt(20 + random.below(2000)) * 100n,
      ampPrecision: 100n,
      feeE10: BigInt(random.below(3_000_000)),
      adminFeeE10: 5_000_000_000n,
      offpegFeeMultiplierE10: pick(random, [0n, 20_000_000_000n]),
      feeInToken: random.below(3) === 0,
      invariantForm: pick(random, ['perCoin', 'plusOne', 'together'] as const),
    };
  }

  #ticks(tokens: readonly AnyToken[], tickSpacing: number) {
    const [first, second] = tokens;
    const random = this.#random;
    const noise = Math.exp(random.normal() * this.#shape.spread);
    const price =
      ((first?.worth ?? 1) / (second?.worth ?? 1)) * 10 ** ((second?.decimals ?? 0) - (first?.decimals ?? 0)) * noise;
    const size = (this.#depth() / (first?.worth ?? 1)) * 10 ** (first?.decimals ?? 0);
    const state = v3StateAt(random, price, size, tickSpacing);
    if (state.kind !== 'uniswapV3') throw new Error('a state of another kind');
    const { sqrtPriceX96, tick, liquidity } = state;
    const ticks = [...state.ticks].map(([at, { liquidityNet }]) => ({ tick: at, liquidityNet }));
    return { sqrtPriceX96, tick, liquidity, tickSpacing, ticks, window: allTicks };
  }

  make(kind: AnyPoolKind, tokens: readonly AnyToken[]): ExactPoolState {
    const random = this.#random;
    switch (kind) {
      case 'uniswapV2':
        return { kind, ...this.#two(tokens), feePpm0: pick(random, [3000, 500]), feePpm1: pick(random, [3000, 2000]) };
      case 'uniswapV3':
        return { kind, feePpm: pick(random, [500, 3000, 2345]), ...this.#ticks(tokens, pick(random, [10, 60])) };
      case 'uniswapV4': {
        const protocolFee = pick(random, [0, 250 + (600 << 12)]);
        return { kind, lpFeePpm: pick(random, [500, 3000]), protocolFee, hooks: 0n, ...this.#ticks(tokens, 30) };
      }
      case 'solidlyVolatile':
      case 'solidlyStable': {
        const [decimals0 = 18, decimals1 = 18] = tokens.map(({ decimals }) => decimals);
        const curve = pick(random, ['velodrome2', 'solidly'] as const);
        const reserves = this.#two(tokens);
        const feePpm0 = pick(random, [100, 500, 3000]);
        const feePpm1 = feePpm0 === 500 ? 400 : feePpm0;
        return { kind, ...reserves, decimals0, decimals1, feePpm0, feePpm1, curve };
      }
      case 'curveStable':
        return { kind, ...this.#curve(tokens) };
      case 'curveMeta': {
        const pool = this.#curve(tokens);
        const baseVirtualPrice = pool.rates[1] ?? wad;
        return { kind, ...pool, base: this.#curve(tokens), baseVirtualPrice, baseTotalSupply: 10n ** 24n };
      }
      case 'curveCrypto':
        return this.#crypto(tokens);
      case 'balancerWeighted': {
        const parts = tokens.map(() => 1 + random.below(4));
        const sum = parts.reduce((total, part) => total + part, 0);
        const weights = parts.map((part) => (wad * BigInt(part)) / BigInt(sum));
        return { kind, ...this.#balancer(tokens, parts), weights, powVersion: pick(random, [1, 2]) };
      }
      case 'balancerStable': {
        const pool = this.#balancer(
          tokens,
          tokens.map(() => Math.exp(random.normal() * 0.4)),
        );
        const amp = BigInt(20 + random.below(2000)) * 1000n;
        return { kind, ...pool, amp, ampPrecision: 1000n, roundInvariantUp: false, bptIndex: null };
      }
    }
  }

  #crypto(tokens: readonly AnyToken[]): ExactPoolState {
    const random = this.#random;
    const depth = this.#depth();
    const first = tokens[0]?.worth ?? 1;
    const share = BigInt(Math.floor((depth / first) * 1e6)) * 10n ** 12n;
    const prices = tokens.slice(1).map(({ worth }) => {
      const price = (worth / first) * Math.exp(random.normal() * this.#shape.spread);
      return BigInt(Math.floor(price * 1e15)) * 1000n + 1n;
    });
    const precisions = tokens.map(({ decimals }) => 10n ** BigInt(18 - decimals));
    const count = BigInt(tokens.length);
    return {
      kind: 'curveCrypto',
      balances: tokens.map((_, i) => (share * wad) / (i === 0 ? wad : (prices[i - 1] ?? wad)) / (precisions[i] ?? 1n)),
      precisions,
      priceScale: prices,
      amp: BigInt(10 + random.below(100)) * 10_000n * count ** count,
      gamma: 145n * 10n ** 12n,
      invariant: share * count,
      midFeeE10: 3_000_000n,
      outFeeE10: 30_000_000n,
      feeGamma: 230n * 10n ** 12n,
      solver: 'newton',
    };
  }
}

export const peggedKinds: ReadonlySet<AnyPoolKind> = new Set([
  'solidlyStable',
  'curveStable',
  'curveMeta',
  'balancerStable',
]);

export function coinCount(random: Random, kind: AnyPoolKind): number {
  if (kind === 'curveStable' || kind === 'balancerStable') return 2 + random.below(3);
  return kind === 'curveCrypto' || kind === 'balancerWeighted' ? 2 + random.below(2) : 2;
}

/** Pools of any mix of kinds over a few tokens, whose prices disagree a little. */
export function anyMarket(random: Random, shape: AnyShape): AnyMarket {
  const tokens = tokensOf(random, shape);
  const pegged = tokens.slice(0, shape.pegged);
  const maker = new StateMaker(random, shape);
  const pools = Array.from({ length: shape.pools }, (_, i) => {
    const kind = pick(random, shape.kinds);
    const own = draw(random, peggedKinds.has(kind) ? pegged : tokens, coinCount(random, kind));
    const state = maker.make(kind, own);
    const tickSpacing = 'tickSpacing' in state ? state.tickSpacing : 0;
    const addresses = own.map(({ address }) => address);
    return {
      pool: { address: addressOf(1000 + i), kind, venue: 'Test', tokens: addresses, feePpm: 0, tickSpacing },
      state,
    };
  });
  return { tokens, pools };
}
