import { tokenAmount, type Wei, wei } from '../domain/amount.ts';
import { ensure } from '../domain/errors.ts';
import { maxHopCount, mostSplitSwaps } from '../native.ts';
import type { Cycle, CycleHop } from './cycle.ts';
import type { NativeMarketView } from './nativeMarket.ts';
import type { MarketPool } from './poolIndex.ts';
import { tokensOf } from './poolIndex.ts';
import type { SplitCycle, SplitLeg, SplitParameters } from './splitCycle.ts';
import { readInt256, readUint256, writeWords } from './words.ts';

type KindOf<P extends MarketPool> = P['kind'];

function pricesOf({ value, gasPrice, dataFee }: SplitParameters): BigUint64Array {
  const words = new BigUint64Array(20);
  const { base, perHop } = dataFee ?? { base: 0n, perHop: 0n };
  ensure(gasPrice >> 128n === 0n && base >> 200n === 0n && perHop >> 200n === 0n, 'a price is out of range', {
    gasPrice,
    base,
    perHop,
  });
  const numbers = [value.weiNumerator, value.weiDenominator, gasPrice, base, perHop];
  const fit = numbers.every((number, i) => writeWords(words, 4 * i, 4, number));
  ensure(fit && value.weiDenominator > 0n, 'the value of a profit token is not a fraction of 256-bit numbers', {
    token: value.token,
  });
  return words;
}

/**
 * The best distribution of a cycle's tokens over all pools that trade them, as the market stands; null where the cycle alone brings as much.
 * @throws BugError on a pool outside the universe, a chain that does not close, or more than 16 swaps
 */
export function splitNatively<P extends MarketPool>(
  market: NativeMarketView<P>,
  gas: Uint32Array,
  topCandidates: number,
  cycle: Pick<Cycle<KindOf<P>>, 'hops' | 'profitToken'>,
  parameters: SplitParameters,
): SplitCycle<KindOf<P>> | null {
  const { index } = market;
  ensure(parameters.value.token === cycle.profitToken, 'the value of another token than the profit token');
  const path = cycle.hops.flatMap(({ pool, tokenIn, tokenOut }) => {
    const own = index.pools[market.place(pool)];
    const [placeInPool, placeOut] =
      own === undefined ? [-1, -1] : [tokensOf(own).indexOf(tokenIn), tokensOf(own).indexOf(tokenOut)];
    return [market.pair(pool, placeInPool, placeOut), placeInPool < placeOut ? 1 : 0];
  });
  const meta = new Uint32Array(1 + maxHopCount + 2 * mostSplitSwaps);
  const words = new BigUint64Array(4 + 8 * mostSplitSwaps);
  const count = market.native.split(
    Uint32Array.from([cycle.hops.length, parameters.mostSwaps, topCandidates, ...path]),
    pricesOf(parameters),
    gas,
    meta,
    words,
  );
  ensure(count >= 0, 'the native core refused to split a cycle', { status: count });
  return count === 0 ? null : readSplit(market, cycle, parameters.gasPrice, meta, words);
}

function readSplit<P extends MarketPool>(
  { index }: NativeMarketView<P>,
  { hops, profitToken }: Pick<Cycle<KindOf<P>>, 'hops' | 'profitToken'>,
  gasPrice: Wei,
  meta: Uint32Array,
  words: BigUint64Array,
): SplitCycle<KindOf<P>> {
  let at = 0;
  const legs = hops.map(({ tokenIn, tokenOut }, leg): SplitLeg<KindOf<P>> => {
    const swaps = Array.from({ length: meta[1 + leg] ?? 0 }, (): CycleHop<KindOf<P>> => {
      const pair = index.pairs[meta[1 + maxHopCount + 2 * at] ?? -1];
      const pool = index.pools[pair?.pool ?? -1];
      ensure(pool !== undefined, 'a pool of a split cycle is not in the universe');
      const zeroForOne = meta[2 + maxHopCount + 2 * at] === 1;
      const amountIn = tokenAmount(readUint256(words, 4 + 8 * at));
      const amountOut = tokenAmount(readUint256(words, 8 + 8 * at));
      at += 1;
      const { address, kind, venue, feePpm } = pool;
      return { pool: address, kind, venue, feePpm, zeroForOne, tokenIn, tokenOut, amountIn, amountOut };
    });
    const [first, ...others] = swaps;
    ensure(first !== undefined, 'a leg of a split cycle has no pool');
    const amountIn = tokenAmount(swaps.reduce((sum, swap) => sum + swap.amountIn, 0n));
    const amountOut = tokenAmount(swaps.reduce((sum, swap) => sum + swap.amountOut, 0n));
    return { tokenIn, tokenOut, amountIn, amountOut, swaps: [first, ...others] };
  });
  const amountIn = legs.at(0)?.amountIn ?? tokenAmount(0n);
  const amountOut = legs.at(-1)?.amountOut ?? tokenAmount(0n);
  const gasUnits = meta[0] ?? 0;
  return {
    legs,
    profitToken,
    amountIn,
    amountOut,
    gross: tokenAmount(amountOut - amountIn),
    gasUnits,
    gasCost: wei(BigInt(gasUnits) * gasPrice),
    net: wei(readInt256(words, 0)),
  };
}
