import { BugError } from '../../../domain/errors.ts';
import type { Random } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { ownContract, publishedContract, startOracle } from '../contractBatch.ts';
import { randomBits } from '../randomPools.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerBalances, simplerNumbers } from './simplerNumbers.ts';

interface PairQuestion extends FuzzQuestion {
  readonly state: Extract<ExactPoolState, { kind: 'uniswapV2' }>;
}

const files = {
  factory: '@uniswap/v2-core/build/UniswapV2Factory.json',
  router: '@uniswap/v2-periphery/build/UniswapV2Router02.json',
};

function drawOne(random: Random): PairQuestion {
  // Half of the pairs leave room below 2^112, so that large sizes are paid and not only refused.
  const bits = random.below(2) === 0 ? 112 : 100;
  const state = {
    kind: 'uniswapV2',
    reserve0: randomBits(random, bits),
    reserve1: randomBits(random, bits),
    feePpm0: 3000,
    feePpm1: 3000,
  } as const;
  const from = random.below(2);
  const direction = { in: from, out: 1 - from, exactIn: random.below(2) === 0 };
  const known = direction.exactIn === (from === 0) ? state.reserve0 : state.reserve1;
  const amount =
    random.below(3) === 0 ? randomBits(random, 112) : (known * BigInt(random.below(20_000))) / 10_000n + 1n;
  return { state, direction, amount };
}

/** The router's amounts, where the pair itself lets them go, and not more. */
function answerOf({ state, direction, amount }: PairQuestion, answer: ArrayLike<unknown> | null): FuzzAnswer {
  if (answer === null) return { ok: false };
  const [other, reserve0, reserve1, goesFurther] = Array.from(answer) as [bigint, bigint, bigint, boolean];
  if (goesFurther) throw new BugError('a pair lets go more than its router quotes', { amount, other });
  const [amountIn, amountOut] = direction.exactIn ? [amount, other] : [other, amount];
  // The library quotes an output of nothing, which the pair refuses to pay; the core follows the library while the reserve fits its uint112.
  const reserveIn = direction.in === 0 ? state.reserve0 : state.reserve1;
  if (amountOut === 0n && reserveIn + amountIn < 2n ** 112n) return { ok: true, amountIn, amountOut };
  if (reserve0 === 0n) return { ok: false };
  return { ok: true, amountIn, amountOut, after: { balances: [reserve0, reserve1] } };
}

/** UniswapV2Pair and Router02 of their packages. */
export async function startPairs(): Promise<QuoteFuzz<PairQuestion>> {
  const oracle = await startOracle('PairAsker', async (deployer, asker) => {
    const [factory, router, token] = [
      publishedContract(files.factory),
      publishedContract(files.router),
      ownContract('OracleToken'),
    ];
    const tokens = [await deployer.deploy(token, 18, 0), await deployer.deploy(token, 18, 0)] as const;
    const at = await deployer.deploy(factory, deployer.from);
    await deployer.call(at, factory, 'createPair', ...tokens);
    const pair = await deployer.read(at, factory, 'getPair', ...tokens);
    return { facts: null, asker: await deployer.deploy(asker, pair, await deployer.deploy(router, at, tokens[0])) };
  });
  return {
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random)),
    ask: async (questions) => {
      const calls = questions.map(({ state: { reserve0, reserve1 }, direction, amount }) => ({
        method: 'ask',
        args: [reserve0, reserve1, direction.in === 0, direction.exactIn, amount],
      }));
      const answers = await oracle.ask(calls);
      return questions.map((question, i) => answerOf(question, answers[i] ?? null));
    },
    simpler: (question) => [
      ...simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
      ...simplerBalances(question.state).map((state) => ({ ...question, state })),
    ],
    stop: () => oracle.stop(),
  };
}
