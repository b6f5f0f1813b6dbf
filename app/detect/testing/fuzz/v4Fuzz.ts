import type { Random } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { maxSqrtRatio, minSqrtRatio, sqrtRatioAtTick } from '../../reference/tickMath.ts';
import { allTicks } from '../../tickWindow.ts';
import { type CompiledContract, startV4Asker } from '../contractBatch.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerNumbers } from './simplerNumbers.ts';

interface V4Question extends FuzzQuestion {
  readonly state: Extract<ExactPoolState, { kind: 'uniswapV4' }>;
  readonly positions: readonly (readonly [lower: number, upper: number, liquidity: bigint, salt: string])[];
  readonly limit: bigint;
}

const noSalt = `0x${'00'.repeat(32)}`;
const zeroAddress = `0x${'00'.repeat(20)}`;
const spacings = [1, 10, 60, 200] as const;

function drawOne(random: Random): V4Question {
  const tickSpacing = spacings[random.below(4)] ?? 60;
  const tick = (random.below(2) === 0 ? 1 : -1) * random.below(200_000);
  const [low, high] = [sqrtRatioAtTick(tick), sqrtRatioAtTick(tick + 1)];
  const sqrtPriceX96 = low + ((high - low) * BigInt(random.below(1000))) / 1000n;
  const nets = new Map<number, bigint>();
  let liquidity = 0n;
  const positions = Array.from({ length: 1 + random.below(5) }, () => {
    const middle = Math.floor(tick / tickSpacing) + random.below(120) - 60;
    const lower = (middle - 1 - random.below(200)) * tickSpacing;
    const upper = (middle + 1 + random.below(200)) * tickSpacing;
    const size = 10n ** BigInt(6 + random.below(15)) * BigInt(1 + random.below(1000));
    nets.set(lower, (nets.get(lower) ?? 0n) + size);
    nets.set(upper, (nets.get(upper) ?? 0n) - size);
    if (lower <= tick && tick < upper) liquidity += size;
    return [lower, upper, size, noSalt] as const;
  });
  const zeroForOne = random.below(2) === 0;
  const extreme = zeroForOne ? minSqrtRatio + 1n : maxSqrtRatio - 1n;
  const stop = sqrtRatioAtTick(tick + (zeroForOne ? -1 : 1) * random.below(5000));
  // Now and then on the wrong side of the price, which the manager refuses.
  const behind = sqrtRatioAtTick(tick + (zeroForOne ? 2 : -1));
  const limit = random.below(60) === 0 ? behind : random.below(3) === 0 ? stop : extreme;
  return {
    state: {
      kind: 'uniswapV4',
      sqrtPriceX96,
      tick,
      liquidity,
      tickSpacing,
      ticks: [...nets].map(([at, liquidityNet]) => ({ tick: at, liquidityNet })),
      window: allTicks,
      lpFeePpm: [0, 100, 500, 3000, random.below(900_000)][random.below(5)] ?? 500,
      protocolFee: random.below(3) === 0 ? 0 : random.below(1001) | (random.below(1001) << 12),
      hooks: 0n,
    },
    positions,
    limit,
    direction: {
      in: zeroForOne ? 0 : 1,
      out: zeroForOne ? 1 : 0,
      exactIn: random.below(2) === 0,
      sqrtPriceLimitX96: limit,
    },
    amount: BigInt(1 + random.below(1e9)) * 10n ** BigInt(random.below(18)),
  };
}

/** The manager packs amount0 above amount1, and tick above price. Token 0 is the native currency. */
function answerOf({ direction }: V4Question, answer: ArrayLike<unknown> | null): FuzzAnswer {
  if (answer === null) return { ok: false };
  const [delta, slot0, liquidity] = [answer[0] as bigint, BigInt(answer[1] as string), answer[2] as bigint];
  const [delta0, delta1] = [BigInt.asIntN(128, delta >> 128n), BigInt.asIntN(128, delta)];
  const [paid, got] = direction.in === 0 ? [delta0, delta1] : [delta1, delta0];
  const after = {
    sqrtPriceX96: slot0 & ((1n << 160n) - 1n),
    liquidity,
    tick: Number(BigInt.asIntN(24, slot0 >> 160n)),
  };
  return { ok: true, amountIn: -paid, amountOut: got, after };
}

/** PoolManager as its package publishes it. */
export async function startV4Pools(manager: CompiledContract): Promise<QuoteFuzz<V4Question>> {
  const oracle = await startV4Asker(manager);
  return {
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random)),
    ask: async (questions) => {
      const calls = questions.map(({ state, positions, direction, amount, limit }) => {
        const key = [zeroAddress, `0x${'00'.repeat(19)}01`, state.lpFeePpm, state.tickSpacing, zeroAddress];
        const swap = [direction.in === 0, direction.exactIn ? -amount : amount, limit];
        return { method: 'ask', args: [[key, state.sqrtPriceX96, state.protocolFee, positions, swap]] };
      });
      const answers = await oracle.ask(calls);
      return questions.map((question, i) => answerOf(question, answers[i] ?? null));
    },
    simpler: (question) => simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
    stop: () => oracle.stop(),
  };
}
