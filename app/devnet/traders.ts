import { present } from '../domain/errors.ts';
import type { Random } from '../domain/random.ts';
import { type CrowdPool, inputToMovePrice, type PoolView, spotPrice } from './poolView.ts';
import { rawPrice } from './startingPrice.ts';
import type { DevnetToken } from './token.ts';

/** A swap that somebody of the crowd wants: exact input, no limit price (they are not careful people). */
export interface SwapIntent {
  readonly intent: 'follow' | 'noise' | 'whale';
  readonly pool: CrowdPool;
  readonly zeroForOne: boolean;
  readonly amountIn: bigint;
}

export type PriceOf = (token: DevnetToken) => number;

/** Trades a second at intensity 1, over all pools and traders. */
const tradesPerSecond = 7;
/** Of them, how many look at the recorded price; the others want tokens for reasons of their own. */
const followShare = 0.45;
const whaleShare = 0.09;
const largestTradeUsd = { follow: 140_000, noise: 40_000, whale: 110_000 } as const;

/** A Poisson number by Knuth's product; for small means. */
function poisson(random: Random, mean: number): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random.next(); product > limit; product *= random.next()) count += 1;
  return count;
}

function sized(
  intent: SwapIntent['intent'],
  view: PoolView,
  zeroForOne: boolean,
  amount: number,
  priceOf: PriceOf,
): SwapIntent | null {
  const token = zeroForOne ? view.pool.token0 : view.pool.token1;
  const most = (largestTradeUsd[intent] / priceOf(token)) * 10 ** token.decimals;
  const amountIn = BigInt(Math.floor(Math.min(amount, most)));
  return amountIn > 0n ? { intent, pool: view.pool, zeroForOne, amountIn } : null;
}

/** Trades a pool towards the recorded price, most of the way, when it is off by more than the fee. */
function follow(random: Random, view: PoolView, priceOf: PriceOf): SwapIntent | null {
  const fair = rawPrice(view.pool.token0, view.pool.token1, priceOf);
  const gap = Math.log(fair / spotPrice(view));
  const reach = Math.abs(gap) - view.pool.feePpm / 1e6;
  const share = 0.5 + 0.5 * random.next();
  if (reach <= 0.0004) return null;
  const zeroForOne = gap < 0;
  const reserveIn = zeroForOne ? view.reserve0 : view.reserve1;
  return sized(
    'follow',
    view,
    zeroForOne,
    inputToMovePrice(reserveIn, Math.exp(reach * share), view.pool.feePpm),
    priceOf,
  );
}

/** Buys or sells some share of the pool: log-normal, small most of the time. */
function noise(random: Random, view: PoolView, priceOf: PriceOf): SwapIntent | null {
  const zeroForOne = random.next() < 0.5;
  const reserveIn = zeroForOne ? view.reserve0 : view.reserve1;
  const whale = random.next() < whaleShare;
  const share = whale ? 0.008 + 0.017 * random.next() : Math.min(0.01, 0.0012 * Math.exp(random.normal()));
  return sized(whale ? 'whale' : 'noise', view, zeroForOne, reserveIn * share, priceOf);
}

/**
 * What the crowd trades in one block. A pure function of the seeded stream and of what they see, so the same seed over the
 * same market gives the same actions.
 */
export function planSwaps(
  random: Random,
  views: readonly PoolView[],
  priceOf: PriceOf,
  blockTimeMs: number,
  intensity = 1,
): readonly SwapIntent[] {
  const intents: SwapIntent[] = [];
  const count = poisson(random, (tradesPerSecond * intensity * blockTimeMs) / 1000);
  for (let i = 0; i < count; i += 1) {
    const view = present(views[random.below(views.length)], 'pool view');
    const intent = random.next() < followShare ? follow(random, view, priceOf) : noise(random, view, priceOf);
    // Who follows and finds nothing to do trades for another reason, so that the market's pace is steady.
    const wanted = intent ?? noise(random, view, priceOf);
    // One trade a pool and block: two would be sized for a price that the first one moved.
    if (wanted !== null && !intents.some((other) => other.pool.address === view.pool.address)) intents.push(wanted);
  }
  return intents;
}
