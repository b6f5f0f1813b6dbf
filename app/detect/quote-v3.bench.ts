import { CurrencyAmount, Token } from '@uniswap/sdk-core';
import { Pool } from '@uniswap/v3-sdk';
import type { TickLiquidity } from '../domain/pool.ts';
import { seededRandom } from '../domain/random.ts';
import { sqrtRatioAtTick } from './reference/tickMath.ts';
import { referenceV3Swap } from './reference/uniswapV3.ts';
import { type BenchQuote, measureQuotes } from './testing/quoteBench.ts';
import { testPool } from './testing/randomPools.ts';

const tickSpacing = 10;
const liquidity = 10n ** 24n;

/** A pool with every tick of the spacing initialised, and an amount that crosses `crossed` of them. */
function quoteOver(crossed: number, i: number, random: () => number): BenchQuote {
  const ticks = new Map<number, TickLiquidity>();
  for (let at = -199; at <= 200; at += 1) {
    const liquidityNet = at <= 0 ? 10n ** 21n : -(10n ** 21n);
    ticks.set(at * tickSpacing, { liquidityGross: 10n ** 21n, liquidityNet });
  }
  const sqrtPriceX96 = sqrtRatioAtTick(5);
  const share = 5 + 10 * crossed - 2 + random();
  const amountIn = (liquidity * BigInt(Math.floor(share * 1e6))) / 20_000_000_000n;
  const pool = testPool(1000 + i, 1 + i, 2 + i, { kind: 'uniswapV3', feePpm: 500, tickSpacing });
  return { pool, state: { kind: 'uniswapV3', sqrtPriceX96, tick: 5, liquidity, ticks }, amountIn };
}

function sdkQuotes(quotes: readonly BenchQuote[]): (() => Promise<bigint>)[] {
  return quotes.map(({ pool, state, amountIn }) => {
    if (state.kind !== 'uniswapV3') throw new TypeError(state.kind);
    const [token0, token1] = [new Token(1, pool.token0, 18), new Token(1, pool.token1, 18)];
    const ticks = [...state.ticks]
      .sort(([a], [b]) => a - b)
      .map(([index, { liquidityGross, liquidityNet }]) => ({
        index,
        liquidityGross: String(liquidityGross),
        liquidityNet: String(liquidityNet),
      }));
    const { sqrtPriceX96, liquidity: inRange, tick } = state;
    const theirs = new Pool(token0, token1, pool.feePpm, String(sqrtPriceX96), String(inRange), tick, ticks);
    const input = CurrencyAmount.fromRawAmount(token0, String(amountIn));
    return async () => BigInt((await theirs.getOutputAmount(input))[0].quotient.toString());
  });
}

/** Exact outputs of concentrated liquidity, two hundred a call, in the current range and over crossed ticks. */
export async function bench(emit: (line: object) => void): Promise<void> {
  for (const crossed of [0, 5, 50]) {
    const random = seededRandom(42);
    const quotes = Array.from({ length: 200 }, (_, i) => quoteOver(crossed, i, () => random.next()));
    const sdk = sdkQuotes(quotes);
    const reference = (i: number): bigint | null => {
      const quote = quotes[i];
      if (quote?.state.kind !== 'uniswapV3') return null;
      const request = { feePpm: 500, tickSpacing, zeroForOne: true, exactIn: true, amount: quote.amountIn };
      return referenceV3Swap(quote.state, request)?.amountOut ?? null;
    };
    const lines = await measureQuotes(quotes, [
      { name: 'js:@uniswap/v3-sdk', output: (i) => sdk[i]?.() ?? null },
      { name: 'js:the contract in BigInt', output: reference },
    ]);
    for (const line of lines) emit({ bench: 'quote-v3', case: `crossed=${crossed}`, unit: 'ns', ...line });
  }
}
