import type { Pool, PoolState } from '../../domain/pool.ts';
import { loadNative } from '../../native.ts';
import { type ExactPoolState, exactPoolArrays } from '../exactPoolState.ts';
import { NativeMarketView } from '../nativeMarket.ts';
import { readUint256, writeWords } from '../words.ts';
import { microseconds, summary } from './timing.ts';

export interface BenchQuote {
  readonly pool: Pool;
  readonly state: PoolState;
  /** Of token0. */
  readonly amountIn: bigint;
}

/** Another's answer to quote i, which ours must equal. */
export interface QuotePeer {
  /** `js:` or `native:` and what it is. */
  readonly name: string;
  output(i: number): bigint | null | Promise<bigint | null>;
}

const runs = 60;

/** Nanoseconds a quote of `call`, which answers all of them; then of each peer, one by one. @throws Error where an answer differs */
async function measure(
  count: number,
  call: () => void,
  answerOf: (i: number) => bigint,
  peers: readonly QuotePeer[],
): Promise<object[]> {
  const ours: number[] = [];
  for (let run = -10; run < runs; run += 1) {
    const time = microseconds(call);
    if (run >= 0) ours.push((1000 * time) / count);
  }
  const lines: object[] = [];
  for (const peer of peers) {
    const theirs: number[] = [];
    for (let run = -2; run < runs / 6; run += 1) {
      const before = process.hrtime.bigint();
      const outputs: (bigint | null)[] = [];
      for (let i = 0; i < count; i += 1) {
        const output = peer.output(i);
        outputs.push(output instanceof Promise ? await output : output);
      }
      if (run >= 0) theirs.push(Number(process.hrtime.bigint() - before) / count);
      const wrong = outputs.findIndex((output, i) => output !== answerOf(i));
      if (wrong >= 0) throw new Error(`quote ${wrong} is ${answerOf(wrong)}, of ${peer.name} ${outputs[wrong]}`);
    }
    lines.push(summary(ours, peer.name, theirs));
  }
  return lines;
}

/** Quotes of many pools of the market in one call. */
export function measureQuotes(quotes: readonly BenchQuote[], peers: readonly QuotePeer[]): Promise<object[]> {
  const market = new NativeMarketView();
  market.setPools(quotes.map(({ pool }) => pool));
  market.applyStates(quotes.map(({ pool, state }) => ({ pool: pool.address, state })));
  const requests = Uint32Array.from(quotes.flatMap(({ pool }) => [market.place(pool.address), 1]));
  const inputs = new BigUint64Array(4 * quotes.length);
  quotes.forEach(({ amountIn }, i) => {
    writeWords(inputs, 4 * i, 4, amountIn);
  });
  const words = new BigUint64Array(inputs.length);
  const errors = new Int32Array(quotes.length);
  const call = (): void => {
    words.set(inputs);
    market.native.quoteEach(requests, words, errors);
  };
  return measure(quotes.length, call, (i) => readUint256(words, 4 * i), peers);
}

/** Exact inputs of token 0 for token 1 of one pool in one state, in one call. */
export function measureExactPool(
  state: ExactPoolState,
  amounts: readonly bigint[],
  peers: readonly QuotePeer[],
): Promise<object[]> {
  const { shape, numbers } = exactPoolArrays(state);
  const described = new BigUint64Array(4 * numbers.length);
  numbers.forEach((value, i) => {
    writeWords(described, 4 * i, 4, value);
  });
  const pool = new (loadNative().ExactPool)();
  pool.set(Int32Array.from(shape), described, new Int32Array(0), new BigUint64Array(0));
  const inputs = new BigUint64Array(8 * amounts.length);
  amounts.forEach((amount, i) => {
    writeWords(inputs, 8 * i, 4, amount);
  });
  const words = new BigUint64Array(inputs.length);
  const errors = new Int32Array(amounts.length);
  const request = Uint32Array.of(0, 1, 1, 0, 0, amounts.length);
  const call = (): void => {
    words.set(inputs);
    pool.quote(request, words, errors);
  };
  return measure(amounts.length, call, (i) => readUint256(words, 8 * i + 4), peers);
}
