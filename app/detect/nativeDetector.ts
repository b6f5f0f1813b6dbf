import { tokenAmount, wei } from '../domain/amount.ts';
import { ensure, present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { Pool } from '../domain/pool.ts';
import { maxHopCount, metaPerCycle, wordsPerCycle } from '../native.ts';
import type { Cycle, CycleHop, ProfitToken } from './cycle.ts';
import type { Detector, DetectParameters, Quote } from './detector.ts';
import { gasModel as defaultGasModel, type GasModel } from './gasModel.ts';
import { NativeMarketView, type SwapOutcome } from './nativeMarket.ts';
import { splitNatively } from './nativeSplit.ts';
import { type MarketPool, poolKinds, tokensOf } from './poolIndex.ts';
import { readInt256, readUint256, writeWords } from './words.ts';

function toQuote(outcome: SwapOutcome): Quote {
  if (outcome.ok) {
    const { amountIn, amountOut, ticksCrossed, after } = outcome;
    return { ok: true, amountIn, amountOut, ticksCrossed, after };
  }
  ensure(outcome.failure !== 'PRICE_LIMIT', 'a price limit failed where none was given');
  return { ok: false, failure: outcome.failure };
}

class NativeDetector<P extends MarketPool> implements Detector<P> {
  readonly #market = new NativeMarketView<P>();
  readonly #gas: Uint32Array;
  readonly #options = new Uint32Array(6);
  readonly #gasPrice = new BigUint64Array(12);
  #touched = new Uint32Array(64);
  #profitTokens = new Uint32Array(8);
  #profitWords = new BigUint64Array(8 * 8);
  #meta = new Uint32Array(metaPerCycle * 64);
  #words = new BigUint64Array(wordsPerCycle * 64);

  readonly #topCandidates: number;

  constructor(gas: GasModel, topCandidates: number) {
    this.#topCandidates = topCandidates;
    this.#gas = Uint32Array.of(
      gas.base,
      gas.tickCrossed,
      ...poolKinds.map((kind) => gas.firstHop[kind]),
      ...poolKinds.map((kind) => gas.furtherHop[kind]),
    );
  }

  setPools: Detector<P>['setPools'] = (pools) => this.#market.setPools(pools);

  applyStates: Detector<P>['applyStates'] = (changes) => this.#market.applyStates(changes);

  setQuarantined(pool: Address, quarantined: boolean): void {
    const status = this.#market.native.setQuarantined(this.#market.place(pool), quarantined);
    ensure(status === 0, 'the native core refused a quarantine', { status, pool });
  }

  setBlocked(token: Address, blocked: boolean): void {
    const place = this.#market.index.placeOfToken(token);
    if (place === undefined) return;
    ensure(this.#market.native.setBlocked(place, blocked) === 0, 'the native core refused to block a token', { token });
  }

  detect(touched: readonly Address[], parameters: DetectParameters): readonly Cycle<P['kind']>[] {
    const profitTokens = this.#writeProfitTokens(parameters.profitTokens);
    this.#writeTouched(touched);
    this.#options.set([
      touched.length,
      profitTokens.length,
      parameters.maxHops,
      parameters.limit,
      this.#topCandidates,
      parameters.bestOfEachPool === true ? 1 : 0,
    ]);
    const priceFits = parameters.gasPrice >> 128n === 0n && writeWords(this.#gasPrice, 0, 4, parameters.gasPrice);
    ensure(priceFits, 'the gas price is out of range', { gasPrice: parameters.gasPrice });
    const { base, perHop } = parameters.dataFee ?? { base: 0n, perHop: 0n };
    const feeFits =
      base >> 200n === 0n &&
      perHop >> 200n === 0n &&
      writeWords(this.#gasPrice, 4, 4, base) &&
      writeWords(this.#gasPrice, 8, 4, perHop);
    ensure(feeFits, 'the data fee is out of range', { base, perHop });
    if (this.#meta.length < metaPerCycle * parameters.limit) {
      this.#meta = new Uint32Array(metaPerCycle * parameters.limit);
      this.#words = new BigUint64Array(wordsPerCycle * parameters.limit);
    }
    const native = this.#market.native;
    const count = native.detect(
      this.#options,
      this.#touched,
      this.#profitTokens,
      this.#profitWords,
      this.#gasPrice,
      this.#gas,
      this.#meta,
      this.#words,
    );
    ensure(count >= 0, 'the native core refused to detect', { status: count });
    return Array.from({ length: count }, (_, i) => this.#readCycle(i, profitTokens, parameters.gasPrice));
  }

  /** The profit tokens that some pool trades, in the order given; each once. */
  #writeProfitTokens(wanted: readonly ProfitToken[]): ProfitToken[] {
    const listed: ProfitToken[] = [];
    for (const profit of wanted) {
      const place = this.#market.index.placeOfToken(profit.token);
      if (place === undefined || listed.some(({ token }) => token === profit.token)) continue;
      const i = listed.push(profit) - 1;
      if (this.#profitTokens.length <= i) {
        this.#profitTokens = Uint32Array.from({ length: 2 * (i + 1) }, (_, j) => this.#profitTokens[j] ?? 0);
        const words = new BigUint64Array(8 * this.#profitTokens.length);
        words.set(this.#profitWords);
        this.#profitWords = words;
      }
      this.#profitTokens[i] = place;
      const fits =
        writeWords(this.#profitWords, 8 * i, 4, profit.weiNumerator) &&
        writeWords(this.#profitWords, 8 * i + 4, 4, profit.weiDenominator);
      ensure(fits && profit.weiDenominator > 0n, 'the value of a profit token is not a fraction of 256-bit numbers', {
        token: profit.token,
      });
    }
    return listed;
  }

  #writeTouched(touched: readonly Address[]): void {
    if (this.#touched.length < touched.length) this.#touched = new Uint32Array(2 * touched.length);
    touched.forEach((pool, i) => {
      this.#touched[i] = this.#market.place(pool);
    });
  }

  #readCycle(i: number, profitTokens: readonly ProfitToken[], gasPrice: bigint): Cycle<P['kind']> {
    const meta = (offset: number): number => this.#meta[metaPerCycle * i + offset] ?? 0;
    const amount = (place: number): bigint => readUint256(this.#words, wordsPerCycle * i + 4 * place);
    const count = meta(0);
    const gasUnits = meta(2);
    const hops: CycleHop<P['kind']>[] = [];
    let before = amount(0);
    const amountIn = before;
    for (let hop = 0; hop < count; hop += 1) {
      const pair = present(this.#market.index.pairs[meta(3 + 2 * hop)], 'pair of a cycle');
      const pool = present(this.#market.index.pools[pair.pool], 'pool of a cycle');
      const tokens = tokensOf(pool);
      const first = present(tokens[pair.place0], 'token of a pair');
      const second = present(tokens[pair.place1], 'token of a pair');
      const zeroForOne = meta(4 + 2 * hop) === 1;
      const after = amount(hop + 1);
      hops.push({
        pool: pool.address,
        kind: pool.kind,
        venue: pool.venue,
        feePpm: pool.feePpm,
        zeroForOne,
        tokenIn: zeroForOne ? first : second,
        tokenOut: zeroForOne ? second : first,
        amountIn: tokenAmount(before),
        amountOut: tokenAmount(after),
      });
      before = after;
    }
    return {
      hops,
      profitToken: present(profitTokens[meta(1)], 'profit token of a cycle').token,
      amountIn: tokenAmount(amountIn),
      amountOut: tokenAmount(before),
      gross: tokenAmount(before - amountIn),
      gasUnits,
      gasCost: wei(BigInt(gasUnits) * gasPrice),
      net: wei(readInt256(this.#words, wordsPerCycle * i + 4 * (maxHopCount + 1))),
    };
  }

  split: Detector<P>['split'] = (cycle, parameters) =>
    splitNatively(this.#market, this.#gas, this.#topCandidates, cycle, parameters);

  bytesBesideTicks(): number {
    return this.#market.native.bytesBesideTicks();
  }

  quoteExactIn(pool: Address, zeroForOne: boolean, amountIn: bigint): Quote {
    return toQuote(this.#market.swap({ pool, zeroForOne, exactIn: true, amount: amountIn }));
  }

  quoteExactOut(pool: Address, zeroForOne: boolean, amountOut: bigint): Quote {
    return toQuote(this.#market.swap({ pool, zeroForOne, exactIn: false, amount: amountOut }));
  }
}

export interface NativeDetectorOptions {
  readonly gas?: GasModel;
  /**
   * Amounts tried where profit is flat to within roundings. All of them when there are no more: then the input is the best of
   * all. A spread of this many otherwise, which may miss about one unit of the route's coarsest token. None where all roundings together
   * are worth less than the price of one gas.
   */
  readonly topCandidates?: number;
}

/** A detector on the native core. @throws ExpectedError NATIVE_MISSING when that was not built */
export function createNativeDetector<P extends MarketPool = Pool>(options: NativeDetectorOptions = {}): Detector<P> {
  return new NativeDetector<P>(options.gas ?? defaultGasModel, options.topCandidates ?? 10);
}
