import { seededRandom } from '../domain/random.ts';
import { referenceV2ExactIn } from './reference/uniswapV2.ts';
import { measureQuotes } from './testing/quoteBench.ts';
import { randomV2State, testPool } from './testing/randomPools.ts';

/** Exact outputs of constant product pairs, a thousand a call. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const random = seededRandom(41);
  const quotes = Array.from({ length: 1000 }, (_, i) => {
    const pool = testPool(1000 + i, 1 + i, 2 + i);
    const state = { ...randomV2State(random), reserve0: 10n ** 21n + BigInt(random.below(1e9)), reserve1: 10n ** 24n };
    return { pool, state, amountIn: 10n ** 17n + BigInt(random.below(1e9)) };
  });
  const reference = (i: number): bigint | null => {
    const quote = quotes[i];
    if (quote === undefined) return null;
    return referenceV2ExactIn(quote.state.reserve0, quote.state.reserve1, 3000n, quote.amountIn);
  };
  emit({ bench: 'quote-v2', case: 'batch=1000', unit: 'ns', ...measureQuotes(quotes, reference) });
}
