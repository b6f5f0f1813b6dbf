import type { Random } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { type ContractCall, startContractBatch } from '../contractBatch.ts';
import { randomCurveCrypto, randomCurveMeta, randomCurveStable, randomSolidly } from '../randomExactPools.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';
import type { QuoteFuzz } from './quoteFuzz.ts';
import { simplerBalances, simplerNumbers } from './simplerNumbers.ts';

type Of<K extends ExactPoolState['kind']> = Extract<ExactPoolState, { kind: K }>;

/** An amount from dust to several times the pool's balance. */
function amountFor(random: Random, balance: bigint): bigint {
  const part = (balance * BigInt(1 + random.below(1_000_000))) / 1_000_000n;
  const shift = BigInt(random.below(12)) * 4n;
  return random.below(12) === 0 ? part * 8n + 1n : (part >> shift) + BigInt(random.below(3));
}

function drawFrom<S extends ExactPoolState>(random: Random, state: S, balances: readonly bigint[], underlying = false) {
  const from = random.below(balances.length);
  const out = (from + 1 + random.below(balances.length - 1)) % balances.length;
  const direction = { in: from, out, exactIn: true, underlying };
  return { state, direction, amount: amountFor(random, balances[from] ?? 0n) };
}

const forms = { perCoin: 0, plusOne: 1, together: 2 } as const;

function curveArgs(pool: Omit<Of<'curveStable'>, 'kind'>): unknown[] {
  const { balances, rates, amp, ampPrecision, feeE10, offpegFeeMultiplierE10, feeInToken, invariantForm } = pool;
  return [balances, rates, amp, ampPrecision, feeE10, offpegFeeMultiplierE10, feeInToken, forms[invariantForm]];
}

function drawSolidly(random: Random): FuzzQuestion {
  const state = randomSolidly(random);
  return drawFrom(random, state, [state.reserve0, state.reserve1]);
}

function drawCurve(random: Random, state: Of<'curveStable' | 'curveCrypto'>): FuzzQuestion {
  return drawFrom(random, state, state.balances);
}

function drawMeta(random: Random): FuzzQuestion {
  const state = randomCurveMeta(random);
  const underlying = random.below(3) > 0;
  const balances = underlying ? [state.balances[0] ?? 0n, ...state.base.balances] : state.balances;
  return drawFrom(random, state, balances, underlying);
}

function callOf({ state, direction, amount }: FuzzQuestion): ContractCall {
  const swap = [direction.in, direction.out, amount];
  switch (state.kind) {
    case 'solidlyVolatile':
    case 'solidlyStable': {
      const { reserve0, reserve1, decimals0, decimals1, feePpm, kind, curve } = state;
      const units = [10n ** BigInt(decimals0), 10n ** BigInt(decimals1)];
      const pair = [reserve0, reserve1, ...units, feePpm, kind === 'solidlyStable', curve === 'solidly'];
      return { method: 'quote', args: [pair, direction.in === 0, amount] };
    }
    case 'curveStable':
      return { method: 'stable', args: [curveArgs(state), ...swap] };
    case 'curveMeta': {
      const pool = [curveArgs(state), curveArgs(state.base), state.baseVirtualPrice, state.baseTotalSupply];
      return { method: direction.underlying === true ? 'underlying' : 'meta', args: [pool, ...swap] };
    }
    case 'curveCrypto': {
      const { balances, precisions, priceScale, amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma } = state;
      const pool = [balances, precisions, priceScale, amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma];
      return { method: 'crypto', args: [pool, ...swap] };
    }
    default:
      throw new TypeError(`no algorithm for ${state.kind}`);
  }
}

/** A pair's oracle says beside its quote whether its swap would let it go. */
function answerOf({ amount }: FuzzQuestion, answer: ArrayLike<unknown> | null): FuzzAnswer {
  if (answer === null || (answer.length > 1 && answer[1] === false)) return { ok: false };
  return { ok: true, amountIn: amount, amountOut: answer[0] as bigint };
}

async function startAlgorithm(contract: string, drawOne: (random: Random) => FuzzQuestion): Promise<QuoteFuzz> {
  const oracle = await startContractBatch(contract);
  return {
    isInverted: true,
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random)),
    ask: async (questions) => {
      const answers = await oracle.ask(questions.map(callOf));
      return questions.map((question, i) => answerOf(question, answers[i] ?? null));
    },
    simpler: (question) => [
      ...simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
      ...simplerBalances(question.state).map((state) => ({ ...question, state })),
    ],
    stop: () => oracle.stop(),
  };
}

export const startSolidly = (): Promise<QuoteFuzz> => startAlgorithm('SolidlyOracle', drawSolidly);
export const startCurveMeta = (): Promise<QuoteFuzz> => startAlgorithm('CurveOracle', drawMeta);
export const startCurveStable = (): Promise<QuoteFuzz> =>
  startAlgorithm('CurveOracle', (random) => drawCurve(random, randomCurveStable(random)));
export const startCurveCrypto = (): Promise<QuoteFuzz> =>
  startAlgorithm('CurveOracle', (random) => drawCurve(random, randomCurveCrypto(random)));
