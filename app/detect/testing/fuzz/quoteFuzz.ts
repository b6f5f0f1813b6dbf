import { BugError, present } from '../../../domain/errors.ts';
import type { Random } from '../../../domain/random.ts';
import { type ExactOutcome, ExactPool, type ExactStateAfter } from '../../exactPool.ts';
import type { FuzzAnswer, FuzzQuestion } from './fuzzQuestion.ts';
import { vectorLine } from './vectorLine.ts';

/** Random pools of one kind, and contracts that answer for them. */
export interface QuoteFuzz<Q extends FuzzQuestion = FuzzQuestion> {
  draw(random: Random, count: number): Q[];
  ask(questions: readonly Q[]): Promise<FuzzAnswer[]>;
  /** Questions a step simpler, the simplest first, for a counter-example that a reader can follow. */
  simpler(question: Q): Q[];
  /** The contracts have no exact output: the core's least input is checked against its own exact inputs. */
  readonly isInverted?: boolean;
  stop(): Promise<void>;
}

export interface FuzzTally {
  answered: number;
  refused: number;
  /** Least inputs that were checked. */
  inverted: number;
  /** Swaps that were stopped by their price limit. */
  partial: number;
}

interface Difference {
  readonly what: string;
  readonly got: ExactOutcome & { readonly after?: ExactStateAfter };
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? 'undefined';

function differenceOf({ state, direction, amount }: FuzzQuestion, wanted: FuzzAnswer): Difference | null {
  const pool = new ExactPool(state);
  const got = pool.swap(direction, amount);
  if (got.ok !== wanted.ok) return { what: 'whether a swap works', got };
  if (!got.ok || !wanted.ok) return null;
  if (got.amountIn !== wanted.amountIn || got.amountOut !== wanted.amountOut) return { what: 'an amount', got };
  if (wanted.after === undefined) return null;
  const after = pool.after();
  const known = Object.fromEntries(Object.keys(wanted.after).map((key) => [key, Object(after)[key]]));
  return text(known) === text(wanted.after) ? null : { what: 'the state after', got: { ...got, after } };
}

const mostShrinks = 200;

async function shrink<Q extends FuzzQuestion>(fuzz: QuoteFuzz<Q>, question: Q, answer: FuzzAnswer): Promise<never> {
  let [least, wanted] = [question, answer];
  for (let round = 0; round < mostShrinks; round += 1) {
    const candidates = fuzz.simpler(least);
    const answers = candidates.length === 0 ? [] : await fuzz.ask(candidates);
    const place = candidates.findIndex((each, i) => differenceOf(each, answers[i] ?? { ok: false }) !== null);
    if (place < 0) break;
    least = present(candidates[place], 'candidate');
    wanted = present(answers[place], 'answer');
  }
  const { what, got } = present(differenceOf(least, wanted), 'difference');
  throw new BugError(
    `${what} differs from the contract: got ${text(got)}, wanted ${text(wanted)}. As a vector file for npm run conformance -- amm FILE:\n${vectorLine(least, wanted)}`,
  );
}

/** The least input is what it says: it pays enough, and one unit less does not. */
function checkLeastInput({ state, direction }: FuzzQuestion, amountOut: bigint): void {
  const pool = new ExactPool(state);
  const fail = (what: string, facts: object): never => {
    throw new BugError(`${what}: ${text({ state, direction, amountOut, ...facts })}`);
  };
  const least = present(pool.quote({ ...direction, exactIn: false }, [amountOut])[0], 'quote');
  if (!least.ok) return fail('an output that an input gives has no input', { least });
  const [enough, less] = pool.quote(direction, [least.amountIn, least.amountIn > 0n ? least.amountIn - 1n : 0n]);
  // Solidly's older search may quote that input a unit more than the pair would let go.
  const isRefused = enough?.ok === false && enough.failure === 'INVARIANT';
  if (!isRefused && (enough?.ok !== true || enough.amountOut < amountOut))
    fail('the least input is too small', { least });
  // Some pools pay a unit for nothing; an input is one at least.
  if (least.amountIn > 1n && less?.ok === true && less.amountOut >= amountOut) {
    fail('a smaller input pays as much', { least });
  }
}

/**
 * Asks the core and the contracts the same `count` questions.
 * @throws BugError with the simplest question found whose answers differ, as a conformance vector
 */
export async function checkQuotes<Q extends FuzzQuestion>(
  fuzz: QuoteFuzz<Q>,
  random: Random,
  count: number,
): Promise<FuzzTally> {
  const questions = fuzz.draw(random, count);
  const answers = await fuzz.ask(questions);
  const tally: FuzzTally = { answered: 0, refused: 0, inverted: 0, partial: 0 };
  for (const [i, question] of questions.entries()) {
    const answer = present(answers[i], 'answer of the oracle');
    if (differenceOf(question, answer) !== null) await shrink(fuzz, question, answer);
    if (!answer.ok) {
      tally.refused += 1;
      continue;
    }
    tally.answered += 1;
    if ((question.direction.exactIn ? answer.amountIn : answer.amountOut) !== question.amount) tally.partial += 1;
    if (fuzz.isInverted === true && i % 8 === 0 && answer.amountOut > 0n) {
      checkLeastInput(question, answer.amountOut);
      tally.inverted += 1;
    }
  }
  return tally;
}

export function addTallies(total: FuzzTally, found: FuzzTally): void {
  for (const key of ['answered', 'refused', 'inverted', 'partial'] as const) total[key] += found[key];
}
