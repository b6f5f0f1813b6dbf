import { CurrencyAmount, Token } from '@uniswap/sdk-core';
import { Pair } from '@uniswap/v2-sdk';
import { seededRandom } from '../domain/random.ts';
import { referenceV2ExactIn } from './reference/uniswapV2.ts';
import { type BenchQuote, measureQuotes } from './testing/quoteBench.ts';
import { testPool } from './testing/randomPools.ts';

function sdkQuotes(quotes: readonly BenchQuote[]): (() => bigint)[] {
  return quotes.map(({ pool, state, amountIn }) => {
    if (state.kind !== 'uniswapV2') throw new TypeError(state.kind);
    const [token0, token1] = [new Token(1, pool.token0, 18), new Token(1, pool.token1, 18)];
    const pair = new Pair(
      CurrencyAmount.fromRawAmount(token0, String(state.reserve0)),
      CurrencyAmount.fromRawAmount(token1, String(state.reserve1)),
    );
    const input = CurrencyAmount.fromRawAmount(token0, String(amountIn));
    return () => BigInt(pair.getOutputAmount(input)[0].quotient.toString());
  });
}

/** Exact outputs of constant product pairs, a thousand a call. */
export async function bench(emit: (line: object) => void): Promise<void> {
  const random = seededRandom(41);
  const quotes = Array.from({ length: 1000 }, (_, i) => {
    const state = {
      kind: 'uniswapV2',
      reserve0: 10n ** 21n + BigInt(random.below(1e9)),
      reserve1: 10n ** 24n,
    } as const;
    return { pool: testPool(1000 + i, 1 + i, 2 + i), state, amountIn: 10n ** 17n + BigInt(random.below(1e9)) };
  });
  const sdk = sdkQuotes(quotes);
  const lines = await measureQuotes(quotes, [
    { name: 'js:@uniswap/v2-sdk', output: (i) => sdk[i]?.() ?? null },
    {
      name: 'js:the contract in BigInt',
      output: (i) => {
        const quote = quotes[i];
        if (quote === undefined) return null;
        return referenceV2ExactIn(quote.state.reserve0, quote.state.reserve1, 3000n, quote.amountIn);
      },
    },
  ]);
  for (const line of lines) emit({ bench: 'quote-v2', case: 'batch=1000', unit: 'ns', ...line });
}
