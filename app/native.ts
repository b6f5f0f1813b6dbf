import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ExpectedError } from './domain/errors.ts';

/**
 * The C++ core as it crosses the border: typed arrays in and out, owned by the caller, and a number as the answer.
 * 0 or above is a result, -1 means arguments of the wrong shape, -2 an index or value out of range. Nothing throws.
 * 256-bit integers are four 64-bit words, least significant first.
 */
export interface NativeMarket {
  /**
   * Replaces the universe. An entry is one pair of a contract's tokens; a contract's pairs stand side by side, contracts are numbered from 0 in that order. kinds: as
   * in NativeExactPool; tokens, places (in the contract): two each; feePpm: two each, by the token that goes in, replaced by states of setStates; rank: place in
   * ascending order of addresses.
   */
  setPools(
    kinds: Uint8Array,
    tokens: Uint32Array,
    places: Uint8Array,
    feePpm: Uint32Array,
    tickSpacing: Int32Array,
    rank: Uint32Array,
    contracts: Uint32Array,
    tokenCount: number,
  ): number;
  /**
   * Pools are contracts here. counts: V2 pools, V3 pools, tick tables. v2Words: reserve0 and reserve1, two words each. v3Words: three of the price, two of
   * the liquidity. tables: pool, number of ticks, first and last known tick each; their ticks (ascending) and net liquidities
   * (two words, two's complement) follow one another in tickIndexes and tickNets. A pool without a table keeps its own.
   */
  applyStates(
    counts: Uint32Array,
    v2Pools: Uint32Array,
    v2Words: BigUint64Array,
    v3Pools: Uint32Array,
    v3Words: BigUint64Array,
    v3Ticks: Int32Array,
    tables: Int32Array,
    tickIndexes: Int32Array,
    tickNets: BigUint64Array,
  ): number;
  /**
   * Whole states of any kind. layout: contract, numbers of its shape, words (of four) and ticks; these follow one another in the other arrays, each
   * as NativeExactPool.set takes it.
   */
  setStates(
    layout: Uint32Array,
    shapes: Int32Array,
    words: BigUint64Array,
    ticks: Int32Array,
    nets: BigUint64Array,
  ): number;
  setQuarantined(contract: number, quarantined: boolean): number;
  setBlocked(token: number, blocked: boolean): number;
  /**
   * V2 and V3. request: pair, zeroForOne, exactIn, hasLimit. words, 14: in, the amount (4) and price limit (4); out, amountIn (4), amountOut (4),
   * then price (4) and liquidity (2), or reserve0 (2) and reserve1 (2). details: ticks crossed, tick, filled. Answers a QuoteError (0 is none).
   */
  quote(request: Uint32Array, words: BigUint64Array, details: Int32Array): number;
  /**
   * options: touched count, profit token count, most hops, limit, amounts to try on a flat top, 1 for the best of each touched pool only. touched:
   * contracts. profitWords: numerator and denominator. gasPrice: wei per gas, then the data fee's base and part a hop. gas: base, tick crossed, then first and further hop by
   * kind. Per cycle, meta has `metaPerCycle` (hops, profit token, gas units, then pair and zeroForOne for each hop), words `wordsPerCycle` (the
   * amount into each hop and out of the last, padded, then net in two's complement). Answers the number of cycles.
   */
  detect(
    options: Uint32Array,
    touched: Uint32Array,
    profitTokens: Uint32Array,
    profitWords: BigUint64Array,
    gasPrice: BigUint64Array,
    gas: Uint32Array,
    meta: Uint32Array,
    words: BigUint64Array,
  ): number;
  /**
   * The best input of one given cycle. path: number of hops, amounts to try on a flat top, then pair and zeroForOne for each hop.
   * words: out, the amount into each hop and out of the last. Answers 1, or 0 when no input brings anything.
   */
  optimise(path: Uint32Array, words: BigUint64Array): number;
  /** As optimise for many cycles of the same length. header: cycles, hops, amounts to try; routes: pair and zeroForOne for each hop of each. words: out, eight a
   * cycle, the input and what it brings, both 0 when nothing does. Answers how many cycles pay. */
  optimiseEach(header: Uint32Array, routes: Uint32Array, words: BigUint64Array): number;
  /**
   * The best distribution of a cycle over all pools of its tokens. path: number of hops, most swaps of all, amounts to try on a flat top, then pair and
   * zeroForOne for each hop. prices: numerator and denominator of the profit token's value, gas price, data fee's base and part a hop. gas: as in detect. Out:
   * meta has gas units, the number of swaps of each of `maxHopCount` legs, then pair and zeroForOne for each swap, leg by leg; words net in
   * two's complement, then the amount into and out of each swap. Answers the number of swaps, or 0 where the cycle alone brings as much.
   */
  split(path: Uint32Array, prices: BigUint64Array, gas: Uint32Array, meta: Uint32Array, words: BigUint64Array): number;
  /** Exact outputs. requests: pair and zeroForOne; words: four each, in the input, out the output where errors (QuoteError) has 0. */
  quoteEach(requests: Uint32Array, words: BigUint64Array, errors: Int32Array): number;
  /** Memory of the market and its search, but for the entries of tick tables. */
  bytesBesideTicks(): number;
}

/**
 * One pool of any kind. Places are those of its tokens. `words` hold a 256-bit integer in four; `shape` begins with the kind: 0 uniswapV2,
 * 1 uniswapV3, 2 uniswapV4, 3 solidlyVolatile, 4 solidlyStable, 5 curveStable, 6 curveMeta, 7 curveCrypto, 8 balancerWeighted, 9 balancerStable.
 */
export interface NativeExactPool {
  /**
   * Takes a state. The rest of `shape` | the integers in `words`, by kind (n: number of coins):
   * 0: fee0, fee1 (ppm by input) | reserve0, reserve1.
   * 1: fee, steps (1 at words of the bitmap too, 0 at ticks alone), spacing, tick, first and last known tick, tick count | price, liquidity; and the ticks with their nets as in applyStates.
   * 2: protocol fee, then as 1 | as 1, hooks address.
   * 3, 4: fee0, fee1 (ppm by input), decimals0, decimals1, curve (0 Velodrome V2, 1 Solidly) | reserve0, reserve1.
   * 5: n, feeInToken, invariant form | A, its precision, fee, admin fee, off-peg multiplier, n balances, n rates.
   * 6: as 5 for the pool, as 5 for its base | the same, base virtual price, base share supply.
   * 7: n, closedForm (Tricrypto NG, Twocrypto NG) | A, gamma, D, mid fee, out fee, fee gamma, n balances, n precisions, n - 1 prices.
   * 8: n, vault (2 or 3), pow version | swap fee, n balances, n scaling factors, n rates, n weights.
   * 9: n, vault, roundInvariantUp, share's place or -1 | swap fee, n balances, n scaling factors, n rates, amp, its precision.
   */
  set(shape: Int32Array, words: BigUint64Array, ticks: Int32Array, nets: BigUint64Array): number;
  /**
   * Many amounts of one direction. request: place in, place out, exactIn, hasLimit, underlying, count. words, 8 an amount: in, amount and price
   * limit; out, amountIn and amountOut. errors: a QuoteError each.
   */
  quote(request: Uint32Array, words: BigUint64Array, errors: Int32Array): number;
  /** One amount, as quote without the count; the pool then stands where the swap leaves it. Answers the QuoteError. */
  swap(request: Uint32Array, words: BigUint64Array): number;
  /** Writes the balances, or price and liquidity (details: the tick), and answers how many numbers they are. words: 32. */
  state(words: BigUint64Array, details: Int32Array): number;
}

/** Solved opportunities by worth and gas: native/graph/gas_ranking.hpp. Same answers as NativeMarket's. */
export interface NativeGasRanking {
  /** worth: two words each, two's complement wei. */
  put(slots: Uint32Array, worth: BigUint64Array, gasUnits: Uint32Array): number;
  remove(slots: Uint32Array): number;
  /** price: two words. Out: as many slots as there is room for, best first, and their nets, two words each. Answers their number. */
  top(price: BigUint64Array, slots: Uint32Array, nets: BigUint64Array): number;
}

/**
 * What is held and at risk: native/risk/risk_book.hpp. Amounts in 1e-9 of the native currency, up to 1e15 either way; limits in millionths, in the order of
 * limitIds. A place is strategy, chain group, asset and cluster of related assets (-1: cash). Same answers as NativeMarket's.
 */
export interface NativeRiskBook {
  setLimits(limits: BigInt64Array): number;
  /** capital, cash, the day's loss, then peak and fall of the month and of all time, value at risk (least integer: not known). */
  setAccount(figures: BigInt64Array): number;
  /** numbers: slot, then the place; amounts: what is held and what is at risk, both 0 for nothing. */
  setPosition(numbers: Int32Array, amounts: BigInt64Array): number;
  /**
   * trade: at risk, opens, adds, notional, Kelly's share, correlation (least integer: not known). rows: value and limit each; states: a RiskRowState each. Answers
   * the first row that failed, or the number of rows.
   */
  check(place: Int32Array, trade: BigInt64Array, rows: BigInt64Array, states: Uint8Array): number;
  /** As check, over and over; what each took. Answers how many failed. */
  timeChecks(places: Int32Array, trades: BigInt64Array, nanoseconds: Float64Array): number;
}

/** Raw JSON logs to pool updates: native/feed/log_decoder.hpp. */
export interface NativeLogDecoder {
  /** A JSON array of logs. Answers the number of updates, or less than 0 when it is malformed. */
  decode(text: Uint8Array): number;
  /** Of the last decode, an update each: addresses 20; figures 4: kind (V2 Sync, V3 Swap, Initialize, Mint, Burn), removed, tick, upper tick; words 7: price 3,
   * reserve0 or liquidity 2, reserve1 2. */
  read(addresses: Uint8Array, figures: Int32Array, words: BigUint64Array): number;
}

/** The books of one connection: native/book/book_feed.hpp. Same answers as NativeMarket's; `instrument` is what `add` answered. */
export interface NativeBookFeed {
  /** symbol: its bytes; figures: price digits, size digits, depth (0: all); tick: one, in units of 10^-price digits. Answers the instrument's place. */
  add(symbol: Uint8Array, figures: Uint32Array, tick: BigUint64Array): number;
  /** One text; `instrument` is meant where it names none (-1: the only one). Answers the number of events, -2 when the text is malformed. */
  apply(text: Uint8Array, instrument: number): number;
  reconnect(): number;
  isLive(instrument: number): number;
  /** figures: bid tick, bid size, ask tick, ask size. Answers 0 when there is none to show. */
  top(instrument: number, figures: BigInt64Array): number;
  /** pairs: tick and size each, best first. Answers how many. */
  depth(instrument: number, isBid: boolean, pairs: BigInt64Array): number;
  /** figures: in, the tick; out, its size. Answers 0 when the book is not to be shown. */
  sizeAt(instrument: number, isBid: boolean, figures: BigInt64Array): number;
  /** words: in, the size; out, what is filled, the worst tick, and the sum of tick times size, two words. Answers 0 when the book is not to be shown. */
  impact(instrument: number, buys: boolean, words: BigUint64Array): number;
  /**
   * figures: mid and spread in ticks, imbalance of the best quotes, weighted mid in ticks; imbalance of the best pressureLevels; sizes of the best depthLevels of bids and of asks. Answers 0 when there
   * is none to show.
   */
  figures(instrument: number, pressureLevels: number, depthLevels: number, figures: Float64Array): number;
  /** Empties a book that is kept with setLevels. */
  begin(instrument: number): number;
  /** Levels that were read elsewhere: 1 for a bid, ticks, sizes. Answers a BookOutcome. */
  setLevels(instrument: number, count: number, isBid: Uint8Array, ticks: BigInt64Array, sizes: BigUint64Array): number;
  bytes(): number;
}

/** native/book/measures/kyle_lambda.hpp. Same answers as NativeMarket's; numbers are finite. */
export interface NativeKyleLambda {
  price(atMs: number, mid: number): number;
  trade(atMs: number, signedSize: number): number;
  /** figures: lambda, its standard error, R2, intervals. Answers 0 while nothing can be said. */
  fit(figures: Float64Array): number;
}

/** native/book/measures/mark_outs.hpp. As NativeKyleLambda. */
export interface NativeMarkOuts {
  /** Answers how many settled trades wait to be taken. */
  price(atMs: number, mid: number): number;
  trade(atMs: number, price: number, size: number, takerBuys: boolean): number;
  /** figures: five a trade: horizon, time, size, effective and realised half spread. Answers how many there was room for. */
  takeSettled(figures: Float64Array): number;
  /** figures: five a horizon: its length, trades, their size, and the averages of both. */
  report(figures: Float64Array): number;
}

/** native/book/measures/microprice.hpp. As NativeKyleLambda. */
export interface NativeMicroprice {
  see(midTicks: number, spreadTicks: number, bidShare: number): number;
  /** Answers 0 when nothing can be said. */
  fit(): number;
  /** ticks: one, by the last fit. Answers 0 for a state that was hardly ever seen. */
  adjustment(spreadTicks: number, bidShare: number, ticks: Float64Array): number;
}

/** native/book/measures/queue_position.hpp. As NativeKyleLambda. */
export interface NativeQueuePosition {
  trade(size: number): number;
  tradeThrough(): number;
  setLevel(size: number): number;
  /** figures: what stands before ours, and what of ours is filled. */
  read(figures: Float64Array): number;
}

/** An indicator as a stream: native/indicators/indicator.hpp. Answers as NativeMarket's, and -3 for a number that is not finite. */
export interface NativeIndicator {
  /** One number an input, one an output. Answers 1, or 0 while it warms up. */
  push(inputs: Float64Array, outputs: Float64Array): number;
  /** As push, but the bar is not taken. */
  peek(inputs: Float64Array, outputs: Float64Array): number;
  /** A column an input, all as long, and a column an output, no shorter; results begin at 0. Answers how many. */
  append(inputs: readonly Float64Array[], outputs: readonly Float64Array[]): number;
  /** As append bar by bar, but the bars are not taken. */
  peekAppend(inputs: readonly Float64Array[], outputs: readonly Float64Array[]): number;
}

/** Volume by price: native/indicators/volume_profile.hpp. Answers as NativeIndicator's. */
export interface NativeVolumeProfile {
  /** Bars, a column each of highs, lows and volumes. Answers how many; -2 when the profile would span too many rows, with the bars before taken; -3 for a bar that is none. */
  add(high: Float64Array, low: Float64Array, volume: Float64Array): number;
  rowCount(): number;
  /** figures: in, the share of a value area; out, after it, number of the first row, then counted from that, the row with the most volume, and the value area's first and last. */
  read(figures: Float64Array, volumes: Float64Array): number;
}

export interface NativeAddon {
  /**
   * venue: as in app/book/venue.ts. figures: in shared memory, written by each apply; five an event, as many as there is room for: instrument (-1: unknown),
   * BookOutcome, levels, the venue's milliseconds or NaN, last id.
   */
  readonly BookFeed: new (
    venue: number,
    figures: Float64Array<SharedArrayBuffer>,
  ) => NativeBookFeed;
  readonly KyleLambda: new (intervalMs: number) => NativeKyleLambda;
  /** horizonsMs: at most eight; keepsSettled: whether settled trades wait to be taken. */
  readonly MarkOuts: new (
    horizonsMs: Float64Array,
    keepsSettled: boolean,
  ) => NativeMarkOuts;
  readonly Microprice: new () => NativeMicroprice;
  /** What stands at the price when our order of `size` joins behind it. */
  readonly QueuePosition: new (
    level: number,
    size: number,
  ) => NativeQueuePosition;
  /** quote: bid tick, bid size, ask tick, ask size; figures: as the first four of NativeBookFeed's. */
  measureQuote(quote: BigInt64Array, figures: Float64Array): number;
  readonly LogDecoder: new () => NativeLogDecoder;
  readonly GasRanking: new () => NativeGasRanking;
  readonly RiskBook: new () => NativeRiskBook;
  /** place: in the table; options: one each, in its order. */
  readonly Indicator: new (
    place: number,
    options: Float64Array,
  ) => NativeIndicator;
  readonly VolumeProfile: new (rowSize: number) => NativeVolumeProfile;
  /** The table of indicators as JSON, an IndicatorDefinition each. */
  indicatorTable(): string;
  /** A fresh indicator's append. -2: options out of bounds, or that do not go together. */
  indicatorBatch(
    place: number,
    options: Float64Array,
    inputs: readonly Float64Array[],
    outputs: readonly Float64Array[],
  ): number;
  /** Bars that pass before the first result. */
  indicatorWarmUp(place: number, options: Float64Array): number;
  readonly Market: new () => NativeMarket;
  readonly ExactPool: new () => NativeExactPool;
  /**
   * Maximum likelihood: native/stats/garch.hpp. settings: model (garch, gjr, egarch), innovation (normal, t, skewed t), initial variance (mean square,
   * weighted), stationary. Out: parameters mu, omega, alpha, gamma, beta, nu, lambda; results: log likelihood, next variance, iterations.
   * last: parameters of an earlier fit to start from, or null. Answers 1 when converged, else 0.
   */
  fitGarch(
    returns: Float64Array,
    settings: Int32Array,
    parameters: Float64Array,
    results: Float64Array,
    last: Float64Array | null,
  ): number;
  /** The same model at given parameters. results: log likelihood, next variance; variances: one a return. */
  evaluateGarch(
    returns: Float64Array,
    settings: Int32Array,
    parameters: Float64Array,
    results: Float64Array,
    variances: Float64Array,
  ): number;
  /** operation: add, subtract, multiply, divide, mulDiv, mulDivRoundingUp, squareRoot, divideByProduct (a a / b c, up). words: three operands in, the result out. 1: no result. */
  arithmetic(operation: number, words: BigUint64Array): number;
  sqrtRatioAtTick(tick: number, words: BigUint64Array): number;
  tickAtSqrtRatio(words: BigUint64Array, tick: Int32Array): number;
}

/** Hops that a path can hold. */
export const maxHopCount = 5;
/** Swaps that a split cycle can hold. */
export const mostSplitSwaps = 16;
export const metaPerCycle = 3 + 2 * maxHopCount;
export const wordsPerCycle = 4 * (maxHopCount + 2);

const relativePlace = path.join('build', 'Release', 'syndicate_native.node');

function candidatePlaces(): string[] {
  const override = process.env.SYNDICATE_NATIVE;
  if (override !== undefined && override !== '') return [path.resolve(override)];
  const places: string[] = [];
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (;;) {
    places.push(path.join(folder, relativePlace));
    const parent = path.dirname(folder);
    if (parent === folder) break;
    folder = parent;
  }
  // Packaged: native modules lie outside the archive, because the system cannot load a library from inside it.
  return places.flatMap((place) =>
    place.includes(`app.asar${path.sep}`)
      ? [place.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`), place]
      : [place],
  );
}

let loaded: NativeAddon | null = null;

/**
 * The compiled core: from SYNDICATE_NATIVE if that is set, else build/Release/syndicate_native.node in the nearest folder above.
 * @throws ExpectedError NATIVE_MISSING when it was not built, NATIVE_UNLOADABLE when it does not fit this machine or Node
 */
export function loadNative(): NativeAddon {
  if (loaded !== null) return loaded;
  const places = candidatePlaces();
  const file = places.find((place) => existsSync(place));
  if (file === undefined) {
    throw new ExpectedError('NATIVE_MISSING', 'the compiled core (syndicate_native.node) is missing', {
      advice: 'Run npm start or npm test, which build it, or set SYNDICATE_NATIVE to the file.',
      facts: { lookedIn: places.slice(0, 6).join(', ') },
    });
  }
  try {
    loaded = createRequire(import.meta.url)(file) as NativeAddon;
  } catch (cause) {
    throw new ExpectedError('NATIVE_UNLOADABLE', 'the compiled core (syndicate_native.node) could not be loaded', {
      advice: 'Delete the build folder and run npm start, which builds it for this machine.',
      facts: { file },
      cause,
    });
  }
  return loaded;
}
