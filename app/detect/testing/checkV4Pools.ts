import { BugError } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';
import { ExactPool } from '../exactPool.ts';
import type { ExactPoolState } from '../exactPoolState.ts';
import { allTicks } from '../nativeMarket.ts';
import { maxSqrtRatio, minSqrtRatio, sqrtRatioAtTick } from '../reference/tickMath.ts';
import type { ContractBatch } from './contractBatch.ts';

interface Question {
  readonly state: Extract<ExactPoolState, { kind: 'uniswapV4' }>;
  readonly positions: readonly (readonly [lower: number, upper: number, liquidity: bigint, salt: string])[];
  readonly zeroForOne: boolean;
  readonly exactIn: boolean;
  readonly amount: bigint;
  readonly limit: bigint;
}

const noSalt = `0x${'00'.repeat(32)}`;
const zeroAddress = `0x${'00'.repeat(20)}`;
const spacings = [1, 10, 60, 200] as const;

function randomQuestion(random: Random): Question {
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
    zeroForOne,
    exactIn: random.below(2) === 0,
    amount: BigInt(1 + random.below(1e9)) * 10n ** BigInt(random.below(18)),
    limit: random.below(3) === 0 ? stop : extreme,
  };
}

/** Random pools and swaps through the real PoolManager: amounts, price, tick and liquidity after. @returns how many crossed a tick */
export async function checkV4Pools(oracle: ContractBatch, random: Random, count: number): Promise<number> {
  const questions = Array.from({ length: count }, () => randomQuestion(random));
  const calls = questions.map(({ state, positions, zeroForOne, exactIn, amount, limit }) => {
    const key = [zeroAddress, `0x${'00'.repeat(19)}01`, state.lpFeePpm, state.tickSpacing, zeroAddress];
    const swap = [zeroForOne, exactIn ? -amount : amount, limit];
    return { method: 'ask', args: [[key, state.sqrtPriceX96, state.protocolFee, positions, swap]] };
  });
  const answers = await oracle.ask(calls);
  let crossed = 0;
  questions.forEach(({ state, zeroForOne, exactIn, amount, limit }, i) => {
    const pool = new ExactPool(state);
    const direction = { in: zeroForOne ? 0 : 1, out: zeroForOne ? 1 : 0, exactIn, sqrtPriceLimitX96: limit };
    const got = pool.swap(direction, amount);
    const answer = answers[i] ?? null;
    const found = got.ok ? { ...got, ...pool.after() } : null;
    const wanted = answer === null ? null : chainOutcome(answer, zeroForOne);
    const [left, right] = [found, wanted].map((value) => JSON.stringify(value, textOfBigint));
    if (left !== right) throw new BugError('a V4 swap differs', { i, left: String(left), right: String(right) });
    if (found !== null && 'liquidity' in found && found.liquidity !== state.liquidity) crossed += 1;
  });
  return crossed;
}

function textOfBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}

/** The manager packs amount0 above amount1, and tick above price. */
function chainOutcome(answer: ArrayLike<unknown>, zeroForOne: boolean): object {
  const [delta, slot0, liquidity] = [answer[0] as bigint, BigInt(answer[1] as string), answer[2] as bigint];
  const [delta0, delta1] = [BigInt.asIntN(128, delta >> 128n), BigInt.asIntN(128, delta)];
  const [paid, got] = zeroForOne ? [delta0, delta1] : [delta1, delta0];
  return {
    ok: true,
    amountIn: -paid,
    amountOut: got,
    sqrtPriceX96: slot0 & ((1n << 160n) - 1n),
    liquidity,
    tick: Number(BigInt.asIntN(24, slot0 >> 160n)),
  };
}
