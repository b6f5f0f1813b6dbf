import { BugError, present } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';
import { ExactPool } from '../exactPool.ts';
import type { ExactPoolState } from '../exactPoolState.ts';
import type { ContractBatch, ContractCall } from './contractBatch.ts';
import { randomCurveCrypto, randomCurveMeta, randomCurveStable, randomSolidly } from './randomExactPools.ts';

type Of<K extends ExactPoolState['kind']> = Extract<ExactPoolState, { kind: K }>;

/** A quote asked of the core, and the same asked of a contract. */
interface Question {
  readonly state: ExactPoolState;
  readonly in: number;
  readonly out: number;
  readonly underlying: boolean;
  readonly amount: bigint;
  readonly call: ContractCall;
}

/** An amount from dust to several times the pool's balance. */
function amountFor(random: Random, balance: bigint): bigint {
  const part = (balance * BigInt(1 + random.below(1_000_000))) / 1_000_000n;
  const shift = BigInt(random.below(12)) * 4n;
  return random.below(12) === 0 ? part * 8n + 1n : (part >> shift) + BigInt(random.below(3));
}

function directionOf(random: Random, count: number): { in: number; out: number } {
  const from = random.below(count);
  return { in: from, out: (from + 1 + random.below(count - 1)) % count };
}

function solidlyQuestion(random: Random): Question {
  const state = randomSolidly(random);
  const direction = directionOf(random, 2);
  const amount = amountFor(random, direction.in === 0 ? state.reserve0 : state.reserve1);
  const { reserve0, reserve1, decimals0, decimals1, feePpm, kind, curve } = state;
  const units = [10n ** BigInt(decimals0), 10n ** BigInt(decimals1)];
  const pair = [reserve0, reserve1, ...units, feePpm, kind === 'solidlyStable', curve === 'solidly'];
  const call = { method: 'quote', args: [pair, direction.in === 0, amount] };
  return { state, ...direction, underlying: false, amount, call };
}

const forms = { perCoin: 0, plusOne: 1, together: 2 } as const;

function curveArgs(pool: Omit<Of<'curveStable'>, 'kind'>): unknown[] {
  const { balances, rates, amp, ampPrecision, feeE10, offpegFeeMultiplierE10, feeInToken, invariantForm } = pool;
  return [balances, rates, amp, ampPrecision, feeE10, offpegFeeMultiplierE10, feeInToken, forms[invariantForm]];
}

function stableQuestion(random: Random): Question {
  const state = randomCurveStable(random);
  const direction = directionOf(random, state.balances.length);
  const amount = amountFor(random, state.balances[direction.in] ?? 0n);
  const call = { method: 'stable', args: [curveArgs(state), direction.in, direction.out, amount] };
  return { state, ...direction, underlying: false, amount, call };
}

function metaQuestion(random: Random): Question {
  const state = randomCurveMeta(random);
  const underlying = random.below(3) > 0;
  const direction = directionOf(random, underlying ? state.base.balances.length + 1 : 2);
  const balances = underlying ? [state.balances[0], ...state.base.balances] : state.balances;
  const amount = amountFor(random, balances[direction.in] ?? 0n);
  const pool = [curveArgs(state), curveArgs(state.base), state.baseVirtualPrice, state.baseTotalSupply];
  const method = underlying ? 'underlying' : 'meta';
  return {
    state,
    ...direction,
    underlying,
    amount,
    call: { method, args: [pool, direction.in, direction.out, amount] },
  };
}

function cryptoQuestion(random: Random): Question {
  const state = randomCurveCrypto(random);
  const direction = directionOf(random, state.balances.length);
  const amount = amountFor(random, state.balances[direction.in] ?? 0n);
  const { balances, precisions, priceScale, amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma } = state;
  const pool = [balances, precisions, priceScale, amp, gamma, invariant, midFeeE10, outFeeE10, feeGamma];
  const call = { method: 'crypto', args: [pool, direction.in, direction.out, amount] };
  return { state, ...direction, underlying: false, amount, call };
}

/** Questions that a test contract answers, by kind, and the contract. */
export const questionKinds = {
  solidly: { contract: 'SolidlyOracle', question: solidlyQuestion },
  curveStable: { contract: 'CurveOracle', question: stableQuestion },
  curveMeta: { contract: 'CurveOracle', question: metaQuestion },
  curveCrypto: { contract: 'CurveOracle', question: cryptoQuestion },
} as const;

function fail(what: string, question: Question, facts: object): never {
  const shown = JSON.stringify({ ...question, ...facts }, (_key, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  throw new BugError(`${what}: ${shown}`);
}

/** The least input is what it says: it pays enough, and one unit less does not. */
function checkLeastInput(question: Question, pool: ExactPool, amountOut: bigint): boolean {
  const { in: placeIn, out, underlying } = question;
  const direction = { in: placeIn, out, underlying, exactIn: true };
  const least = present(pool.quote({ ...direction, exactIn: false }, [amountOut])[0], 'quote');
  if (!least.ok) fail('an output that an input gives has no input', question, { amountOut, least });
  const [enough, less] = pool.quote(direction, [least.amountIn, least.amountIn > 0n ? least.amountIn - 1n : 0n]);
  // Solidly's older search may quote that input a unit more than the pair would let go.
  const isRefused = enough?.ok === false && enough.failure === 'INVARIANT';
  if (!isRefused && (enough?.ok !== true || enough.amountOut < amountOut))
    fail('the least input is too small', question, { least });
  // Some pools pay a unit for nothing; an input is one at least.
  if (least.amountIn > 1n && less?.ok === true && less.amountOut >= amountOut)
    fail('a smaller input pays as much', question, { least });
  return true;
}

export interface ExactTally {
  answered: number;
  refused: number;
  inverted: number;
}

/** Random pools and amounts of a kind: the core's answers must be the contract's, and revert where it does. */
export async function checkExactPools(
  kind: keyof typeof questionKinds,
  oracle: ContractBatch,
  random: Random,
  count: number,
): Promise<ExactTally> {
  const questions = Array.from({ length: count }, () => questionKinds[kind].question(random));
  const answers = await oracle.ask(questions.map(({ call }) => call));
  const tally: ExactTally = { answered: 0, refused: 0, inverted: 0 };
  questions.forEach((question, i) => {
    const pool = new ExactPool(question.state);
    const { in: placeIn, out, underlying, amount } = question;
    const got = present(pool.quote({ in: placeIn, out, underlying, exactIn: true }, [amount])[0], 'quote');
    const answer = answers[i] ?? null;
    // A pair's oracle says beside its quote whether its swap would let it go.
    const wanted = answer === null || (answer.length > 1 && answer[1] === false) ? null : (answer[0] as bigint);
    if (got.ok !== (wanted !== null)) fail('whether a swap works', question, { got, wanted });
    if (!got.ok || wanted === null) {
      tally.refused += 1;
      return;
    }
    if (got.amountOut !== wanted) fail('an output differs', question, { got, wanted });
    tally.answered += 1;
    if (i % 8 === 0 && got.amountOut > 0n && checkLeastInput(question, pool, got.amountOut)) tally.inverted += 1;
  });
  return tally;
}
