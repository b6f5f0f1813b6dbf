import type { Pool, PoolState } from '../../domain/pool.ts';
import { NativeMarketView } from '../nativeMarket.ts';
import { readUint256, writeWords } from '../words.ts';
import { microseconds, summary } from './timing.ts';

export interface BenchQuote {
  readonly pool: Pool;
  readonly state: PoolState;
  /** Of token0. */
  readonly amountIn: bigint;
}

const runs = 60;

/** Nanoseconds a quote, all of them in one call, beside `reference` in JavaScript; the two must agree. */
export function measureQuotes(quotes: readonly BenchQuote[], reference: (i: number) => bigint | null): object {
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
  const ours: number[] = [];
  for (let run = -10; run < runs; run += 1) {
    words.set(inputs);
    const time = microseconds(() => market.native.quoteEach(requests, words, errors));
    if (run >= 0) ours.push((1000 * time) / quotes.length);
  }
  const theirs: number[] = [];
  for (let run = -2; run < runs / 6; run += 1) {
    const outputs: (bigint | null)[] = [];
    const time = microseconds(() => {
      for (let i = 0; i < quotes.length; i += 1) outputs.push(reference(i));
    });
    if (run >= 0) theirs.push((1000 * time) / quotes.length);
    const wrong = outputs.findIndex((output, i) => output !== readUint256(words, 4 * i));
    if (wrong >= 0) throw new Error(`quote ${wrong} differs from the peer's`);
  }
  return summary(ours, 'js:the contract in BigInt', theirs);
}
