import type { Random } from '../../../domain/random.ts';
import type { ExactPoolState } from '../../exactPoolState.ts';
import { type ContractCall, startContractBatch } from '../contractBatch.ts';
import {
  randomCurveCrypto,
  randomCurveMeta,
  randomCurveStable,
  randomSolidly,
  randomTricryptoNg,
  randomTwocryptoNg,
} from '../randomExactPools.ts';
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
      const { reserve0, reserve1, decimals0, decimals1, feePpm0, feePpm1, kind, curve } = state;
      const units = [10n ** BigInt(decimals0), 10n ** BigInt(decimals1)];
      const pair = [reserve0, reserve1, ...units, feePpm0, feePpm1, kind === 'solidlyStable', curve === 'solidly'];
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
      return { method: state.solver === 'newton' ? 'crypto' : 'cryptoNg', args: [pool, ...swap] };
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

interface Algorithm {
  readonly contract: string;
  drawOne(random: Random): FuzzQuestion;
  /** Where the core's exact outputs are no contract's own. */
  readonly isInverted: boolean;
  readonly callOf?: (question: FuzzQuestion) => ContractCall;
}

async function startAlgorithm({ contract, drawOne, isInverted, callOf: ask = callOf }: Algorithm): Promise<QuoteFuzz> {
  const oracle = await startContractBatch(contract);
  return {
    isInverted,
    draw: (random, count) => Array.from({ length: count }, () => drawOne(random)),
    ask: async (questions) => {
      const answers = await oracle.ask(questions.map((question) => ask(question)));
      return questions.map((question, i) => answerOf(question, answers[i] ?? null));
    },
    simpler: (question) => [
      ...simplerNumbers(question.amount).map((amount) => ({ ...question, amount })),
      ...simplerBalances(question.state).map((state) => ({ ...question, state })),
    ],
    stop: () => oracle.stop(),
  };
}

/** Camelot's fees are parts of 100,000, 2 % at most, one for each token that goes in. */
function drawCamelot(random: Random): FuzzQuestion {
  const fees = { feePpm0: 10 * (1 + random.below(2000)), feePpm1: 10 * (1 + random.below(2000)) };
  const { reserve0, reserve1, decimals0, decimals1 } = randomSolidly(random);
  const reserves = { reserve0, reserve1, ...fees };
  if (random.below(2) === 0) return drawFrom(random, { kind: 'uniswapV2', ...reserves }, [reserve0, reserve1]);
  const stable = { kind: 'solidlyStable', curve: 'solidly', ...reserves, decimals0, decimals1 } as const;
  return drawFrom(random, stable, [reserve0, reserve1]);
}

function camelotCall({ state, direction, amount }: FuzzQuestion): ContractCall {
  if (state.kind !== 'uniswapV2' && state.kind !== 'solidlyStable') throw new TypeError(state.kind);
  const decimals = state.kind === 'uniswapV2' ? [18, 18] : [state.decimals0, state.decimals1];
  const units = decimals.map((digits) => 10n ** BigInt(digits));
  const fees = [state.feePpm0 / 10, state.feePpm1 / 10];
  const pair = [state.reserve0, state.reserve1, ...units, ...fees, state.kind === 'solidlyStable'];
  return { method: 'camelot', args: [pair, direction.in === 0, amount] };
}

export const startSolidly = (): Promise<QuoteFuzz> =>
  startAlgorithm({ contract: 'SolidlyOracle', drawOne: drawSolidly, isInverted: true });
export const startCamelot = (): Promise<QuoteFuzz> =>
  startAlgorithm({ contract: 'CamelotOracle', drawOne: drawCamelot, isInverted: false, callOf: camelotCall });
export const startCurveMeta = (): Promise<QuoteFuzz> =>
  startAlgorithm({ contract: 'CurveOracle', drawOne: drawMeta, isInverted: true });

const startCurve = (contract: string, stateOf: (random: Random) => Of<'curveStable' | 'curveCrypto'>) =>
  startAlgorithm({ contract, drawOne: (random) => drawCurve(random, stateOf(random)), isInverted: true });

export const startCurveStable = (): Promise<QuoteFuzz> => startCurve('CurveOracle', randomCurveStable);
export const startCurveCrypto = (): Promise<QuoteFuzz> => startCurve('CurveOracle', randomCurveCrypto);
export const startTricryptoNg = (): Promise<QuoteFuzz> => startCurve('CurveNgOracle', randomTricryptoNg);
export const startTwocryptoNg = (): Promise<QuoteFuzz> => startCurve('CurveNgOracle', randomTwocryptoNg);
