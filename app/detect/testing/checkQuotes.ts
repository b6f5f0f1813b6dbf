import { BugError } from '../../domain/errors.ts';
import type { PoolState } from '../../domain/pool.ts';
import type { Random } from '../../domain/random.ts';
import { NativeMarketView } from '../nativeMarket.ts';
import { maxSqrtRatio, minSqrtRatio } from '../reference/tickMath.ts';
import { type QuoteOracle, type V2Question, type V3Question, v3Tiers } from './quoteOracle.ts';
import { addressOf, randomBits, randomSqrtPrice, randomV2State, randomV3State, testPool } from './randomPools.ts';

const only = addressOf(100);

function marketOf(state: PoolState, feePpm: number, tickSpacing: number): NativeMarketView {
  const market = new NativeMarketView();
  market.setPools([testPool(100, 1, 2, { kind: state.kind, feePpm, tickSpacing })]);
  market.applyStates([{ pool: only, state }]);
  return market;
}

function mustEqual(what: string, got: unknown, wanted: unknown, question: object): void {
  if (got === wanted) return;
  const shown = JSON.stringify({ question, got, wanted }, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value instanceof Map ? [...value] : value,
  );
  throw new BugError(`${what} differs from the contract: ${shown}`);
}

/** Random pairs and sizes against the router's library and the pair itself. @returns how many answers were compared */
export async function checkV2Quotes(oracle: QuoteOracle, random: Random, count: number): Promise<number> {
  const asked = Array.from({ length: count }, () => {
    // Half of the pairs leave room below 2^112, so that large sizes are paid and not only refused.
    const state = randomV2State(random, random.below(2) === 0 ? 112 : 100);
    const zeroForOne = random.below(2) === 0;
    const exactIn = random.below(2) === 0;
    const amount = randomBits(random, 112);
    const outcome = marketOf(state, 3000, 0).swap({ pool: only, zeroForOne, exactIn, amount });
    return { state, zeroForOne, exactIn, amount, outcome };
  });
  const library = await oracle.v2Library(
    asked.map(({ amount, ...rest }) => ({ ...rest, amountIn: amount, amountOut: amount })),
  );
  const pairs: V2Question[] = [];
  asked.forEach((question, i) => {
    const { outcome, exactIn, state, zeroForOne } = question;
    if (outcome.ok) {
      mustEqual('a V2 quote', exactIn ? outcome.amountOut : outcome.amountIn, library[i], question);
      const { amountIn, amountOut } = outcome;
      pairs.push(
        { state, zeroForOne, amountIn, amountOut },
        { state, zeroForOne, amountIn, amountOut: amountOut + 1n },
      );
      return;
    }
    // The library knows no uint112: there the pair itself has to refuse.
    if (outcome.failure !== 'OVERFLOW') mustEqual('a refused V2 quote', library[i], null, question);
    const paid = library[i];
    if (paid === null || paid === undefined) return;
    const [amountIn, amountOut] = exactIn ? [question.amount, paid] : [paid, question.amount];
    pairs.push({ state, zeroForOne, amountIn, amountOut: -1n }, { state, zeroForOne, amountIn, amountOut });
  });
  const real = pairs.filter(({ amountOut }) => amountOut >= 0n);
  const allowed = await oracle.v2PairAllows(real);
  let place = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const [first, second] = [pairs[i], pairs[i + 1]];
    if (first === undefined || second === undefined) break;
    if (first.amountOut >= 0n) {
      // Paying nothing is refused by the pair, though its library quotes it.
      mustEqual('what a pair pays', allowed[place], first.amountOut > 0n, first);
      place += 1;
    }
    if (first.amountOut > 0n && second.amountIn > 0n) {
      const exact =
        second.amountOut * (zeroSide(second) * 1000n + second.amountIn * 997n) >
        second.amountIn * 997n * otherSide(second);
      mustEqual('what a pair refuses', allowed[place], !exact, second);
    } else if (first.amountOut < 0n) {
      mustEqual('an overflowing swap', allowed[place], false, second);
    }
    place += 1;
  }
  return asked.length + real.length;
}

function zeroSide({ state, zeroForOne }: V2Question): bigint {
  return zeroForOne ? state.reserve0 : state.reserve1;
}

function otherSide({ state, zeroForOne }: V2Question): bigint {
  return zeroForOne ? state.reserve1 : state.reserve0;
}

export interface V3Tally {
  filled: number;
  partial: number;
  refused: number;
  crossing: number;
}

/** Random pools and sizes against QuoterV2 over the real pool. */
export async function checkV3Quotes(oracle: QuoteOracle, random: Random, count: number): Promise<V3Tally> {
  const questions = Array.from({ length: count }, (): V3Question => {
    const { feePpm, tickSpacing } = v3Tiers[random.below(v3Tiers.length)] ?? v3Tiers[1];
    const state = randomV3State(random, tickSpacing, 1 + random.below(10), randomSqrtPrice(random));
    const zeroForOne = random.below(2) === 0;
    const exactIn = random.below(2) === 0;
    const extreme = zeroForOne ? minSqrtRatio + 1n : maxSqrtRatio - 1n;
    const sqrtPriceLimitX96 = random.below(4) === 0 ? randomSqrtPrice(random) : extreme;
    return { state, feePpm, tickSpacing, zeroForOne, exactIn, amount: randomBits(random, 120), sqrtPriceLimitX96 };
  });
  const answers = await oracle.v3(questions);
  const tally: V3Tally = { filled: 0, partial: 0, refused: 0, crossing: 0 };
  questions.forEach((question, i) => {
    const answer = answers[i] ?? null;
    const { state, feePpm, tickSpacing, ...request } = question;
    const got = marketOf(state, feePpm, tickSpacing).swap({ pool: only, ...request });
    // A swap in which nothing changes hands goes through the pool, but the quoter's callback refuses it.
    const exchanges = got.ok && (got.amountIn > 0n || got.amountOut > 0n);
    mustEqual('whether a V3 swap works', exchanges, answer !== null, question);
    if (!got.ok || answer === null) {
      tally.refused += 1;
      return;
    }
    mustEqual('a V3 amount', request.exactIn ? got.amountOut : got.amountIn, answer.amount, question);
    mustEqual(
      'a V3 price',
      got.after.kind === 'uniswapV3' ? got.after.sqrtPriceX96 : 0n,
      answer.sqrtPriceX96,
      question,
    );
    tally[got.filled ? 'filled' : 'partial'] += 1;
    if (got.ticksCrossed > 0) tally.crossing += 1;
  });
  return tally;
}
