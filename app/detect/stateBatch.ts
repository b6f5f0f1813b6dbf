import { ensure } from '../domain/errors.ts';
import type { TickLiquidity, UniswapV2State, UniswapV3State } from '../domain/pool.ts';
import type { NativeMarket } from '../native.ts';
import { type ExactPoolState, exactPoolArrays } from './exactPoolState.ts';
import { writeWords } from './words.ts';

type Resizable = Uint32Array | Int32Array | BigUint64Array;

/** A copy of twice the needed size when `array` is too short, else the array itself. */
function grown<T extends Resizable>(array: T, needed: number, make: (length: number) => T): T {
  if (array.length >= needed) return array;
  const larger = make(2 * needed);
  (larger as { set(source: Resizable): void }).set(array);
  return larger;
}

const makeUint32 = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length);
const makeInt32 = (length: number): Int32Array<ArrayBuffer> => new Int32Array(length);
const makeWords = (length: number): BigUint64Array<ArrayBuffer> => new BigUint64Array(length);

/** Gathers a block's state changes in arrays that are kept from call to call, for one call into the native core. */
export class StateBatch {
  readonly #counts = new Uint32Array(3);
  #tickCount = 0;
  #v2Pools = makeUint32(64);
  #v2Words = makeWords(4 * 64);
  #v3Pools = makeUint32(64);
  #v3Words = makeWords(5 * 64);
  #v3Ticks = makeInt32(64);
  #tables = makeInt32(4 * 16);
  #tickIndexes = makeInt32(1024);
  #tickNets = makeWords(2 * 1024);

  #layout: number[] = [];
  #shapes: number[] = [];
  #wordCount = 0;
  #exactTickCount = 0;
  #words = makeWords(4 * 64);
  #exactTicks = makeInt32(64);
  #exactNets = makeWords(2 * 64);

  clear(): void {
    this.#counts.fill(0);
    this.#tickCount = 0;
    this.#layout = [];
    this.#shapes = [];
    this.#wordCount = 0;
    this.#exactTickCount = 0;
  }

  #next(counter: 0 | 1 | 2): number {
    const place = this.#counts[counter] ?? 0;
    this.#counts[counter] = place + 1;
    return place;
  }

  /** @throws BugError on a reserve beyond 112 bits */
  addV2(pool: number, state: UniswapV2State): void {
    const i = this.#next(0);
    this.#v2Pools = grown(this.#v2Pools, i + 1, makeUint32);
    this.#v2Words = grown(this.#v2Words, 4 * (i + 1), makeWords);
    this.#v2Pools[i] = pool;
    const fits = state.reserve0 >> 112n === 0n && state.reserve1 >> 112n === 0n;
    ensure(fits, 'a reserve is not an unsigned 112-bit number', { reserve0: state.reserve0, reserve1: state.reserve1 });
    writeWords(this.#v2Words, 4 * i, 2, state.reserve0);
    writeWords(this.#v2Words, 4 * i + 2, 2, state.reserve1);
  }

  /** @throws BugError on a price beyond 160 bits or liquidity beyond 128 */
  addV3(pool: number, state: UniswapV3State): void {
    const i = this.#next(1);
    this.#v3Pools = grown(this.#v3Pools, i + 1, makeUint32);
    this.#v3Words = grown(this.#v3Words, 5 * (i + 1), makeWords);
    this.#v3Ticks = grown(this.#v3Ticks, i + 1, makeInt32);
    this.#v3Pools[i] = pool;
    const fits = state.sqrtPriceX96 >> 160n === 0n && writeWords(this.#v3Words, 5 * i, 3, state.sqrtPriceX96);
    ensure(
      fits && writeWords(this.#v3Words, 5 * i + 3, 2, state.liquidity),
      'a price or liquidity is out of its range',
      {
        sqrtPriceX96: state.sqrtPriceX96,
        liquidity: state.liquidity,
      },
    );
    this.#v3Ticks[i] = state.tick;
  }

  addTickTable(pool: number, ticks: ReadonlyMap<number, TickLiquidity>, minTick: number, maxTick: number): void {
    const i = this.#next(2);
    this.#tables = grown(this.#tables, 4 * (i + 1), makeInt32);
    this.#tables.set([pool, ticks.size, minTick, maxTick], 4 * i);
    this.#tickIndexes = grown(this.#tickIndexes, this.#tickCount + ticks.size, makeInt32);
    this.#tickNets = grown(this.#tickNets, 2 * (this.#tickCount + ticks.size), makeWords);
    const indexes = this.#tickIndexes.subarray(this.#tickCount, this.#tickCount + ticks.size);
    indexes.set([...ticks.keys()]);
    indexes.sort();
    for (const tick of indexes) {
      const net = ticks.get(tick)?.liquidityNet ?? 0n;
      ensure(BigInt.asIntN(128, net) === net, 'a net liquidity is beyond 128 bits', { tick, net });
      writeWords(this.#tickNets, 2 * this.#tickCount, 2, BigInt.asUintN(128, net));
      this.#tickCount += 1;
    }
  }

  /** A whole state of a pool of any kind. @throws BugError on a number beyond 256 bits, or a net liquidity beyond 128 */
  addExact(pool: number, state: ExactPoolState): void {
    const { shape, numbers, ticks } = exactPoolArrays(state);
    this.#layout.push(pool, shape.length, numbers.length, ticks.length);
    for (const value of shape) this.#shapes.push(value);
    this.#words = grown(this.#words, 4 * (this.#wordCount + numbers.length), makeWords);
    for (const value of numbers) {
      const fits = writeWords(this.#words, 4 * this.#wordCount, 4, value);
      ensure(fits, 'a number of a state is no uint256', { kind: state.kind, value });
      this.#wordCount += 1;
    }
    this.#exactTicks = grown(this.#exactTicks, this.#exactTickCount + ticks.length, makeInt32);
    this.#exactNets = grown(this.#exactNets, 2 * (this.#exactTickCount + ticks.length), makeWords);
    for (const { tick, liquidityNet } of ticks) {
      ensure(BigInt.asIntN(128, liquidityNet) === liquidityNet, 'a net liquidity is beyond 128 bits', { tick });
      this.#exactTicks[this.#exactTickCount] = tick;
      writeWords(this.#exactNets, 2 * this.#exactTickCount, 2, BigInt.asUintN(128, liquidityNet));
      this.#exactTickCount += 1;
    }
  }

  applyTo(market: NativeMarket): number {
    const status = this.#applyFast(market);
    if (status !== 0 || this.#layout.length === 0) return status;
    return market.setStates(
      Uint32Array.from(this.#layout),
      Int32Array.from(this.#shapes),
      this.#words,
      this.#exactTicks,
      this.#exactNets,
    );
  }

  #applyFast(market: NativeMarket): number {
    return market.applyStates(
      this.#counts,
      this.#v2Pools,
      this.#v2Words,
      this.#v3Pools,
      this.#v3Words,
      this.#v3Ticks,
      this.#tables,
      this.#tickIndexes,
      this.#tickNets,
    );
  }
}
