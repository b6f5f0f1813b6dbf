import { mostCurvePoints, type OpportunityDetail } from '../contract/opportunityDetail.ts';
import type { ProfitToken } from '../detect/cycle.ts';
import type { PoolPrice } from '../detect/detector.ts';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { marginalPrice } from '../detect/priceOf.ts';
import { mulDivDown, mulDivUp, tokenAmount, wei } from '../domain/amount.ts';
import { ExpectedError, present } from '../domain/errors.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { stages } from '../domain/stageClock.ts';
import type { KernelState } from './kernelState.ts';
import { profitTokenValues } from './profitTokenValues.ts';
import { routeAtSize } from './routeAtSize.ts';

interface Found {
  readonly opportunity: Opportunity;
  readonly pools: readonly { readonly pool: Pool; readonly state: PoolState }[];
  readonly value: ProfitToken;
}

/** Opportunities whose state is kept; the oldest go first. A pool's state is shared by all that were found at it. */
const mostFound = 2_000;
/** The curve goes on to this many times the best size. */
const curveTimes = 2n;

/**
 * What there is to know of an opportunity beside its row. It keeps the pools' states it was found at (they are immutable, so
 * keeping one costs nothing until it changes) and quotes them again when somebody looks.
 */
export class OpportunityDetails {
  readonly #kernel: KernelState;
  #found = new Map<string, Found>();
  #values: { readonly block: string; readonly all: readonly ProfitToken[] } | null = null;
  #detector: ReturnType<typeof createNativeDetector> | null = null;

  constructor(kernel: KernelState) {
    this.#kernel = kernel;
  }

  /** The same over a copy of the kernel. */
  copy(kernel: KernelState): OpportunityDetails {
    const copy = new OpportunityDetails(kernel);
    copy.#found = new Map(this.#found);
    return copy;
  }

  /** To be called while the market is at the block that it was found at; later the state of before stays. */
  note(opportunity: Opportunity): void {
    const { head, market } = this.#kernel;
    if (head === null || opportunity.block.hash !== head.hash) return;
    const value = this.#valuesAt(head.hash).find(({ token }) => token === opportunity.profitToken);
    const pools = opportunity.hops.flatMap(({ pool: address }) => {
      const pool = market.pools.get(address);
      const state = market.states.get(address);
      return pool === undefined || state === undefined ? [] : [{ pool, state }];
    });
    if (value === undefined || pools.length !== opportunity.hops.length) return;
    this.#found.delete(opportunity.id);
    this.#found.set(opportunity.id, { opportunity, pools, value });
    for (const oldest of this.#found.keys()) {
      if (this.#found.size <= mostFound) break;
      this.#found.delete(oldest);
    }
  }

  /** It and the pools of its route. @throws ExpectedError DETAIL_NOT_KEPT */
  kept(id: string): { readonly opportunity: Opportunity; readonly pools: readonly Pool[] } {
    const { opportunity, pools } = this.#kept(id);
    return { opportunity, pools: pools.map(({ pool }) => pool) };
  }

  /** @throws ExpectedError DETAIL_NOT_KEPT */
  detail(id: string): OpportunityDetail {
    const found = this.#kept(id);
    const { opportunity } = found;
    const { block, profitToken, amountIn, gross, gasUnits, gasCost } = opportunity;
    this.#detector ??= createNativeDetector();
    this.#detector.setPools(found.pools.map(({ pool }) => pool));
    this.#detector.applyStates(found.pools.map(({ pool, state }) => ({ pool: pool.address, state })));
    const again = this.#grossAt(found, amountIn);
    return {
      id,
      blockNumber: block.number,
      blockHash: block.hash,
      profitToken,
      amountIn,
      gross,
      curve: this.#curve(found),
      agrees: again === gross,
      hops: this.#hops(found),
      gasUnits,
      gasPrice: wei(gasUnits === 0 ? 0n : gasCost / BigInt(gasUnits)),
      gasCost,
      clock: this.#clock(id),
    };
  }

  #kept(id: string): Found {
    const found = this.#found.get(id);
    if (found !== undefined) return found;
    throw new ExpectedError('DETAIL_NOT_KEPT', 'the state that this opportunity was found at is no longer kept', {
      advice: `Choose one of the newest ${mostFound} since the engine was started.`,
    });
  }

  #valuesAt(block: string): readonly ProfitToken[] {
    if (this.#values?.block !== block) this.#values = { block, all: profitTokenValues(this.#kernel) };
    return this.#values.all;
  }

  #grossAt({ opportunity }: Found, size: bigint): bigint | null {
    const sized = routeAtSize(present(this.#detector, 'a detector'), opportunity.hops, size);
    if (sized === null) return null;
    return sized.amountOut - size - mulDivUp(opportunity.flashFee, size, opportunity.amountIn);
  }

  #curve(found: Found): OpportunityDetail['curve'] {
    const { amountIn, gasCost } = found.opportunity;
    const { weiNumerator, weiDenominator } = found.value;
    const half = BigInt(mostCurvePoints / 2);
    const curve: OpportunityDetail['curve'] = [];
    // Every second half of the sizes lies beyond the best, which is one of them itself.
    for (let step = 1n; step <= half * curveTimes; step += 1n) {
      const size = (amountIn * step) / half;
      const gross = size === 0n ? null : this.#grossAt(found, size);
      if (gross === null) continue;
      const inNative =
        gross >= 0n ? mulDivDown(gross, weiNumerator, weiDenominator) : -mulDivUp(-gross, weiNumerator, weiDenominator);
      curve.push({ amountIn: tokenAmount(size), gross, net: inNative - gasCost });
    }
    return curve;
  }

  #hops({ opportunity, pools }: Found): OpportunityDetail['hops'] {
    const sized = routeAtSize(present(this.#detector, 'a detector'), opportunity.hops, opportunity.amountIn);
    return (sized?.hops ?? []).map(({ hop, quote }) => {
      const { state } = present(
        pools.find(({ pool }) => pool.address === hop.pool),
        'the state of a pool of the route',
      );
      const before = marginalPrice(poolPrice(state), hop.zeroForOne);
      const paid = (Number(quote.amountIn) * (1_000_000 - hop.feePpm)) / 1_000_000;
      return {
        pool: hop.pool,
        priceBefore: before,
        priceAfter: marginalPrice(quote.after, hop.zeroForOne),
        impactPpm: Math.max(0, (1 - Number(quote.amountOut) / paid / before) * 1_000_000),
        ticksCrossed: quote.ticksCrossed,
      };
    });
  }

  #clock(id: string): OpportunityDetail['clock'] {
    const clock = this.#kernel.opportunities.get(id)?.clock ?? this.#found.get(id)?.opportunity.clock ?? {};
    const seen = clock.seen;
    if (seen === undefined) return [];
    return stages.flatMap((stage) => {
      const at = clock[stage];
      return at === undefined ? [] : [{ stage, ms: (at - seen) / 1e6 }];
    });
  }
}

/** The part of a state that a swap moves. */
export function poolPrice(state: PoolState): PoolPrice {
  if (state.kind === 'uniswapV2') return state;
  const { kind, sqrtPriceX96, tick, liquidity } = state;
  return { kind, sqrtPriceX96, tick, liquidity };
}
