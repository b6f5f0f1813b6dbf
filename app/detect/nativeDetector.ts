import { tokenAmount, wei } from '../domain/amount.ts';
import { ensure, present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { RouteHop } from '../domain/opportunity.ts';
import { maxHopCount, metaPerCycle, wordsPerCycle } from '../native.ts';
import type { Cycle, Detector, DetectParameters, ProfitToken, Quote } from './detector.ts';
import { gasModel as defaultGasModel, type GasModel } from './gasModel.ts';
import { NativeMarketView, type SwapOutcome } from './nativeMarket.ts';
import { readInt256, readUint256, writeWords } from './words.ts';

function toQuote(outcome: SwapOutcome): Quote {
  if (outcome.ok) {
    const { amountIn, amountOut, ticksCrossed, after } = outcome;
    return { ok: true, amountIn, amountOut, ticksCrossed, after };
  }
  ensure(outcome.failure !== 'PRICE_LIMIT', 'a price limit failed where none was given');
  return { ok: false, failure: outcome.failure };
}

class NativeDetector implements Detector {
  readonly #market = new NativeMarketView();
  readonly #gas: Uint32Array;
  readonly #options = new Uint32Array(6);
  readonly #gasPrice = new BigUint64Array(4);
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
      gas.v2FirstHop,
      gas.v2FurtherHop,
      gas.v3FirstHop,
      gas.v3FurtherHop,
      gas.v3TickCrossed,
    );
  }

  setPools: Detector['setPools'] = (pools) => this.#market.setPools(pools);

  applyStates: Detector['applyStates'] = (changes) => this.#market.applyStates(changes);

  setQuarantined(pool: Address, quarantined: boolean): void {
    const status = this.#market.native.setQuarantined(this.#market.place(pool), quarantined);
    ensure(status === 0, 'the native core refused a quarantine', { status, pool });
  }

  detect(touched: readonly Address[], parameters: DetectParameters): readonly Cycle[] {
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

  #readCycle(i: number, profitTokens: readonly ProfitToken[], gasPrice: bigint): Cycle {
    const meta = (offset: number): number => this.#meta[metaPerCycle * i + offset] ?? 0;
    const amount = (place: number): bigint => readUint256(this.#words, wordsPerCycle * i + 4 * place);
    const count = meta(0);
    const gasUnits = meta(2);
    const hops: RouteHop[] = [];
    let before = amount(0);
    const amountIn = before;
    for (let hop = 0; hop < count; hop += 1) {
      const pool = present(this.#market.index.pools[meta(3 + 2 * hop)], 'pool of a cycle');
      const zeroForOne = meta(4 + 2 * hop) === 1;
      const after = amount(hop + 1);
      hops.push({
        pool: pool.address,
        kind: pool.kind,
        venue: pool.venue,
        feePpm: pool.feePpm,
        zeroForOne,
        tokenIn: zeroForOne ? pool.token0 : pool.token1,
        tokenOut: zeroForOne ? pool.token1 : pool.token0,
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
export function createNativeDetector(options: NativeDetectorOptions = {}): Detector {
  return new NativeDetector(options.gas ?? defaultGasModel, options.topCandidates ?? 10);
}
