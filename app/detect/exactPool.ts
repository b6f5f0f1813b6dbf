import { BugError, ExpectedError, ensure, present } from '../domain/errors.ts';
import { loadNative, type NativeExactPool } from '../native.ts';
import { type ExactPoolState, exactPoolArrays } from './exactPoolState.ts';
import type { SwapFailure } from './nativeMarket.ts';
import { readUint256, writeWords } from './words.ts';

/** Why the chain would refuse, beyond what V2 and V3 pools know; named after the contracts' own reasons. */
type ExactFailure =
  | SwapFailure
  | 'HOOK_CHANGES_AMOUNTS'
  | 'ARITHMETIC'
  | 'MAX_IN_RATIO'
  | 'MAX_OUT_RATIO'
  | 'DID_NOT_CONVERGE'
  | 'INVARIANT'
  | 'UNSAFE_VALUES'
  | 'UNKNOWN_TOKEN'
  | 'POOL_SHARE'
  | 'INVALID_FEE'
  | 'POWER_DOMAIN';

/** In the order of QuoteError in native/amm/quote_error.hpp. */
const failures: readonly (ExactFailure | null)[] = [
  null,
  'INSUFFICIENT_LIQUIDITY',
  'INSUFFICIENT_INPUT_AMOUNT',
  'INSUFFICIENT_OUTPUT_AMOUNT',
  'OUT_OF_TICKS',
  'OVERFLOW',
  'NOT_INITIALISED',
  'PRICE_LIMIT',
  'UNKNOWN_POOL',
  'HOOK_CHANGES_AMOUNTS',
  'ARITHMETIC',
  'MAX_IN_RATIO',
  'MAX_OUT_RATIO',
  'DID_NOT_CONVERGE',
  'INVARIANT',
  'UNSAFE_VALUES',
  'UNKNOWN_TOKEN',
  'POOL_SHARE',
  'INVALID_FEE',
  'POWER_DOMAIN',
];

/** Tokens by their places in the pool. */
export interface ExactDirection {
  readonly in: number;
  readonly out: number;
  readonly exactIn: boolean;
  /** curveMeta only: the places are those of the coins underneath (0 is the pool's own coin). */
  readonly underlying?: boolean;
  /** V3 and V4: stop at this price; the swap may then be filled in part. */
  readonly sqrtPriceLimitX96?: bigint;
}

export type ExactOutcome =
  | { readonly ok: true; readonly amountIn: bigint; readonly amountOut: bigint }
  | { readonly ok: false; readonly failure: ExactFailure };

/** Balances by token, or the price side of a pool with ticks. */
export type ExactStateAfter =
  | { readonly balances: readonly bigint[] }
  | { readonly sqrtPriceX96: bigint; readonly liquidity: bigint; readonly tick: number };

const wordsPerQuote = 8;

/** One pool of any kind inside the core: what a swap gives to the unit, and the state that it leaves. */
export class ExactPool {
  readonly #native: NativeExactPool = new (loadNative().ExactPool)();
  #hasTicks = false;

  /** @throws ExpectedError POOL_STATE_IMPOSSIBLE when a number is out of the range that the kind's contract allows */
  constructor(state: ExactPoolState) {
    this.restart(state);
  }

  /** Puts the pool into another state; as the constructor, in the same memory, which the core gives back only between turns of the event loop. */
  restart(state: ExactPoolState): void {
    const { shape, numbers, ticks } = exactPoolArrays(state);
    const words = new BigUint64Array(4 * numbers.length);
    const fit = numbers.every((value, i) => writeWords(words, 4 * i, 4, value));
    const nets = new BigUint64Array(2 * ticks.length);
    ticks.forEach(({ liquidityNet }, i) => {
      writeWords(nets, 2 * i, 2, BigInt.asUintN(128, liquidityNet));
    });
    const tickIndexes = Int32Array.from(ticks, ({ tick }) => tick);
    if (!fit || this.#native.set(Int32Array.from(shape), words, tickIndexes, nets) !== 0) {
      throw new ExpectedError('POOL_STATE_IMPOSSIBLE', `a ${state.kind} pool with impossible numbers`, {
        advice: 'Check the state against the ranges that the contract of this kind allows.',
      });
    }
    this.#hasTicks = state.kind === 'uniswapV3' || state.kind === 'uniswapV4';
  }

  /** What each amount gives from the present state. */
  quote(direction: ExactDirection, amounts: readonly bigint[]): ExactOutcome[] {
    const words = this.#words(direction, amounts);
    const errors = new Int32Array(amounts.length);
    const status = this.#native.quote(requestOf(direction, amounts.length), words, errors);
    ensure(status === 0, 'the native core refused quotes', { status });
    return amounts.map((_, i) => outcomeOf(errors[i] ?? 0, words, wordsPerQuote * i));
  }

  /** As quote for one amount; the pool then stands where the swap leaves it. */
  swap(direction: ExactDirection, amount: bigint): ExactOutcome {
    const words = this.#words(direction, [amount]);
    const status = this.#native.swap(requestOf(direction, 1), words);
    ensure(status >= 0, 'the native core refused a swap', { status });
    return outcomeOf(status, words, 0);
  }

  after(): ExactStateAfter {
    const words = new BigUint64Array(32);
    const details = new Int32Array(1);
    const count = this.#native.state(words, details);
    ensure(count >= 2, 'the native core gave no state', { count });
    const numbers = Array.from({ length: count }, (_, i) => readUint256(words, 4 * i));
    if (!this.#hasTicks) return { balances: numbers };
    const [sqrtPriceX96 = 0n, liquidity = 0n] = numbers;
    return { sqrtPriceX96, liquidity, tick: details[0] ?? 0 };
  }

  #words({ sqrtPriceLimitX96 }: ExactDirection, amounts: readonly bigint[]): BigUint64Array {
    const words = new BigUint64Array(wordsPerQuote * amounts.length);
    amounts.forEach((amount, i) => {
      const fits =
        writeWords(words, wordsPerQuote * i, 4, amount) &&
        writeWords(words, wordsPerQuote * i + 4, 4, sqrtPriceLimitX96 ?? 0n);
      if (!fits) throw new BugError('an amount or limit that is no uint256', { amount });
    });
    return words;
  }
}

function requestOf(direction: ExactDirection, count: number): Uint32Array {
  return Uint32Array.of(
    direction.in,
    direction.out,
    direction.exactIn ? 1 : 0,
    direction.sqrtPriceLimitX96 === undefined ? 0 : 1,
    direction.underlying === true ? 1 : 0,
    count,
  );
}

function outcomeOf(error: number, words: BigUint64Array, offset: number): ExactOutcome {
  if (error !== 0) return { ok: false, failure: present(failures[error], 'name of a quote failure') };
  return { ok: true, amountIn: readUint256(words, offset), amountOut: readUint256(words, offset + 4) };
}
