import {
  type ChainGas,
  heatColumns,
  heatPercent,
  type LiquidityAnswer,
  ladderPercents,
  mostPoolsListed,
  mostRangesShown,
  type PoolDepth,
  type Pooled,
} from '../contract/liquidity.ts';
import { tokenAmount, type Wei, wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { ExpectedError } from '../domain/errors.ts';
import { type Address, type Hash, shortHex } from '../domain/hex.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { depthAt, heldBetween, holdings, sqrtAway } from '../liquidity/depth.ts';
import { HeadLine } from '../liquidity/headLine.ts';
import { type LiquidityProfile, profileOf } from '../liquidity/ranges.ts';
import { SwapTape } from '../liquidity/swapTape.ts';
import type { Charts } from './charts.ts';
import type { KernelState } from './kernelState.ts';
import { statesOf } from './poolsByToken.ts';
import { valueToken } from './valuation.ts';

const mostInHeat = 40;
const depthPpm = 20_000;
const million = 1_000_000;

type NativeValue = (token: Address, amount: bigint) => bigint | null;

/** What windows show of pools and blocks; asked for while they look, and nothing that is decided depends on it. */
export class LiquidityViews {
  readonly #kernel: KernelState;
  readonly #activity: Pick<Charts, 'activityOf'>;
  #tape = new SwapTape();
  #line = new HeadLine();
  /** States are immutable: one that did not change is not taken apart again. */
  readonly #profiles = new WeakMap<PoolState, LiquidityProfile>();

  constructor(kernel: KernelState, activity: Pick<Charts, 'activityOf'>) {
    this.#kernel = kernel;
    this.#activity = activity;
  }

  observe(input: EngineInput): void {
    if (input.kind !== 'block' && input.kind !== 'rollback' && input.kind !== 'snapshot') return;
    this.#tape.apply(input);
    this.#line.apply(input);
  }

  /** The same over a copy of the kernel. */
  copy(kernel: KernelState, activity: Pick<Charts, 'activityOf'>): LiquidityViews {
    const copy = new LiquidityViews(kernel, activity);
    copy.#tape = this.#tape.copy();
    copy.#line = this.#line.copy();
    return copy;
  }

  /** Those that were traded most first, then the deepest. */
  pools(): LiquidityAnswer<'pools'> {
    const value = this.#nativeValue();
    const all = [...this.#kernel.market.pools.values()];
    const swaps = new Map(all.map(({ address }) => [address, this.#activity.activityOf(address)?.trades ?? 0]));
    // What a pool holds is worked out for those that are listed alone: there may be fifty thousand.
    const listed = all
      .sort((a, b) => (swaps.get(b.address) ?? 0) - (swaps.get(a.address) ?? 0))
      .slice(0, mostPoolsListed)
      .map((pool) => this.#row(pool, value));
    listed.sort((a, b) => b.swaps - a.swaps || compare(b.depth ?? -1n, a.depth ?? -1n) || (a.id < b.id ? -1 : 1));
    return { blockNumber: this.#kernel.head?.number ?? 0, pools: listed, more: all.length - listed.length };
  }

  /** @throws ExpectedError POOL_UNKNOWN */
  depth(address: Address): PoolDepth {
    const pool = this.#kernel.market.pools.get(address);
    if (pool === undefined)
      throw new ExpectedError('POOL_UNKNOWN', 'the engine follows no such pool', {
        advice: 'Choose another; the pool may have been left out since.',
      });
    const row = this.#row(pool, this.#nativeValue());
    const profile = this.#profileOf(address);
    const ours = this.#ownTransactions();
    return {
      pool: row,
      blockNumber: this.#kernel.head?.number ?? 0,
      levels: profile === null ? [] : this.#levels(pool, profile),
      ...(profile === null || pool.kind !== 'uniswapV3' ? { ranges: [], moreRanges: 0 } : this.#ranges(pool, profile)),
      swaps: this.#tape
        .swapsOf(address)
        .map((swap) => ({
          ...swap,
          id: `${swap.blockNumber}-${swap.logIndex}`,
          amount0: tokenAmount(swap.amount0),
          amount1: tokenAmount(swap.amount1),
          ours: ours.has(swap.transactionHash),
        }))
        .map(({ logIndex: _, ...swap }) => swap)
        .reverse(),
      swapsSince: this.#tape.sinceBlock,
      heat: profile === null ? [] : this.#heat(pool, profile),
    };
  }

  gas(): ChainGas {
    const { head, counters } = this.#kernel;
    return {
      blocks: this.#line.heads.map(({ number, timestampS, baseFeePerGas, gasUsed, gasLimit }) => ({
        number,
        atMs: timestampS * 1000,
        baseFeePerGas,
        gasUsed,
        gasLimit,
      })),
      nextBaseFeePerGas: head === null ? null : nextBaseFee(head),
      pendingSeen: counters.pendingSeen,
    };
  }

  #row(pool: Pool, value: NativeValue): Pooled {
    const { address, venue, kind, feePpm } = pool;
    const profile = this.#profileOf(address);
    const held = profile === null ? { amount0: 0n, amount1: 0n } : holdings(profile);
    const activity = this.#activity.activityOf(address);
    return {
      id: address,
      venue: venue.slice(0, 64),
      kind,
      feePpm,
      token0: this.#token(pool.token0),
      token1: this.#token(pool.token1),
      price: profile === null ? null : this.#price(pool, profile.sqrtPriceX96),
      amount0: tokenAmount(held.amount0),
      amount1: tokenAmount(held.amount1),
      depth: profile === null ? null : depthInNative(pool, profile, value),
      swaps: activity?.trades ?? 0,
      lastMs: activity?.lastMs ?? null,
      ...this.#standing(pool, profile),
    };
  }

  #standing({ address, token0, token1 }: Pool, profile: LiquidityProfile | null): Pick<Pooled, 'standing' | 'reason'> {
    const { quarantines, distrusted, neverTrade } = this.#kernel;
    const quarantine = quarantines.get(address);
    if (quarantine !== undefined) return { standing: 'quarantined', reason: quarantine.reason.slice(0, 512) };
    const distrust = distrusted.get(address);
    if (distrust !== undefined)
      return { standing: 'distrusted', reason: `${distrust.flag}: ${distrust.detail}`.slice(0, 512) };
    if (neverTrade.pools.includes(address))
      return { standing: 'kept out', reason: 'the settings never trade this pool' };
    const token = [token0, token1].find((each) => neverTrade.tokens.includes(each));
    if (token !== undefined)
      return { standing: 'kept out', reason: `the settings never trade ${this.#token(token).symbol}` };
    if (profile === null) return { standing: 'no state', reason: 'it is empty, or its state was not read yet' };
    return { standing: 'traded', reason: '' };
  }

  #levels(pool: Pool, profile: LiquidityProfile): PoolDepth['levels'] {
    const ppms = ladderPercents.map((percent) => Math.round(percent * 10_000));
    const sides = [...ppms.toReversed(), ...ppms.map((ppm) => -ppm)];
    return sides.map((ppm) => {
      const level = depthAt(profile, pool.feePpm, ppm);
      const price = this.#price(pool, sqrtAway(profile.sqrtPriceX96, ppm));
      return { ppm, out: tokenAmount(level.out), in: tokenAmount(level.in), price };
    });
  }

  /** Those nearest to the price, where there are too many. */
  #ranges(pool: Pool, { sqrtPriceX96, ranges }: LiquidityProfile): Pick<PoolDepth, 'ranges' | 'moreRanges'> {
    const above = ranges.findIndex(({ toSqrtX96 }) => toSqrtX96 > sqrtPriceX96);
    const at = above < 0 ? ranges.length : above;
    const first = Math.max(0, Math.min(at - mostRangesShown / 2, ranges.length - mostRangesShown));
    const shown = ranges.slice(first, first + mostRangesShown);
    return {
      ranges: shown.map(({ fromSqrtX96, toSqrtX96, liquidity }) => ({
        fromPrice: this.#price(pool, fromSqrtX96),
        toPrice: this.#price(pool, toSqrtX96),
        liquidity: Number(liquidity),
      })),
      moreRanges: ranges.length - shown.length,
    };
  }

  #heat(shown: Pool, { sqrtPriceX96 }: LiquidityProfile): PoolDepth['heat'] {
    const { decimals } = this.#token(shown.token1);
    const edges = Array.from({ length: 2 * heatColumns + 1 }, (_, column) =>
      sqrtAway(sqrtPriceX96, Math.round((column - heatColumns) * heatPercent * 10_000)),
    );
    const rows = (this.#kernel.poolsByToken.get(shown.token0) ?? [])
      .filter((pool) => pool.token1 === shown.token1)
      .flatMap((pool) => {
        const profile = this.#profileOf(pool.address);
        if (profile === null) return [];
        const cells = edges.slice(1).map((to, column) => {
          const held = heldBetween(profile, edges[column] ?? to, to);
          return Number(held.amount1) / 10 ** decimals;
        });
        const { address, venue, feePpm } = pool;
        return [{ pool: address, venue: venue.slice(0, 64), feePpm, cells }];
      });
    const sum = ({ cells }: { cells: readonly number[] }): number => cells.reduce((total, cell) => total + cell, 0);
    return rows.sort((a, b) => sum(b) - sum(a)).slice(0, mostInHeat);
  }

  #profileOf(pool: Address): LiquidityProfile | null {
    const state = this.#kernel.market.states.get(pool);
    if (state === undefined) return null;
    const known = this.#profiles.get(state);
    if (known !== undefined) return known;
    const profile = profileOf(state);
    if (profile !== null) this.#profiles.set(state, profile);
    return profile;
  }

  /** token1 for one token0, in whole tokens. */
  #price({ token0, token1 }: Pool, sqrtPriceX96: bigint): number {
    const root = Number(sqrtPriceX96) / 2 ** 96;
    return root * root * 10 ** (this.#token(token0).decimals - this.#token(token1).decimals);
  }

  #token(address: Address): Pooled['token0'] {
    const token = this.#kernel.tokens.get(address);
    const { symbol, decimals } = token ?? { symbol: shortHex(address), decimals: 0 };
    return { address, symbol: symbol.slice(0, 16), decimals };
  }

  /** What an amount of a token is worth in the native currency, each token priced once. */
  #nativeValue(): NativeValue {
    const { wrappedNative } = this.#kernel.epoch.chain;
    const prices = new Map<Address, ReturnType<typeof valueToken>>();
    return (token, amount) => {
      let price = prices.get(token);
      if (price === undefined) {
        price = valueToken(token, wrappedNative, statesOf(this.#kernel, token));
        prices.set(token, price);
      }
      return price === null ? null : (amount * price.weiNumerator) / price.weiDenominator;
    };
  }

  #ownTransactions(): ReadonlySet<Hash> {
    const own = new Set<Hash>();
    for (const { transactionHash } of this.#kernel.orders.values())
      if (transactionHash !== null) own.add(transactionHash);
    return own;
  }
}

function depthInNative({ token0, token1, feePpm }: Pool, profile: LiquidityProfile, value: NativeValue): Wei | null {
  if (feePpm >= million) return null;
  const above = value(token0, depthAt(profile, feePpm, depthPpm).out);
  const below = value(token1, depthAt(profile, feePpm, -depthPpm).out);
  return above === null || below === null ? null : wei(above + below);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
