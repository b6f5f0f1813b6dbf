import type { ExactDirection, ExactOutcome, ExactPool, ExactStateAfter } from '../detect/exactPool.ts';
import { swapWithTransferFees } from '../detect/transferFees.ts';
import type { Tally } from './tally.ts';
import { type AmmCase, ammFile, vectorSchemas } from './vectorFile.ts';
import { withoutNulls } from './vectorNumbers.ts';
import { type KnownPool, messageOf, problemOf, VectorPools } from './vectorPools.ts';

function stateProblem(wanted: NonNullable<AmmCase['expectState']>, after: ExactStateAfter): string | null {
  const got = new Map<string, unknown>(Object.entries('balances' in after ? {} : after));
  if ('balances' in after) after.balances.forEach((balance, i) => void got.set(`reserve${i}`, balance));
  const { reserves, balances, ...single } = wanted;
  const listed = Object.fromEntries((reserves ?? balances ?? []).map((balance, i) => [`reserve${i}`, balance]));
  for (const [key, value] of Object.entries({ ...single, ...listed })) {
    if (value !== undefined && got.get(key) !== value)
      return `${key} after is ${String(got.get(key))}, expected ${value}`;
  }
  return null;
}

function outcomeProblem(vector: AmmCase, outcome: ExactOutcome, pool: ExactPool): string | null {
  if (vector.expectError === true)
    return outcome.ok ? `answered ${outcome.amountIn} -> ${outcome.amountOut}, expected an error` : null;
  if (!outcome.ok) return `failed with ${outcome.failure}, expected ${vector.expect ?? 'a state'}`;
  const [filled, answer] =
    vector.method === 'exactIn' ? [outcome.amountIn, outcome.amountOut] : [outcome.amountOut, outcome.amountIn];
  if (vector.expect !== undefined && answer !== vector.expect) return `got ${answer}, expected ${vector.expect}`;
  if (vector.expectFilled !== undefined && filled !== vector.expectFilled) {
    return `filled ${filled}, expected ${vector.expectFilled}`;
  }
  return vector.expectState === undefined ? null : stateProblem(vector.expectState, pool.after());
}

/** What no contract can be asked. */
function isAskable({ in: placeIn, out, amount }: AmmCase): boolean {
  const arePlaces = [placeIn, out].every((place) => place >= 0 && place < 256);
  return arePlaces && placeIn !== out && amount >= 0n && amount < 2n ** 256n;
}

function swapProblem(vector: AmmCase, { exact, state, transferFees }: KnownPool): string | null {
  const { in: placeIn, out, underlying, sqrtPriceLimitX96 } = vector;
  const limit = sqrtPriceLimitX96 === undefined ? {} : { sqrtPriceLimitX96 };
  const direction: ExactDirection = { in: placeIn, out, underlying, exactIn: vector.method === 'exactIn', ...limit };
  try {
    const outcome =
      transferFees === null
        ? exact.swap(direction, vector.amount)
        : swapWithTransferFees(exact, direction, vector.amount, transferFees);
    return outcomeProblem(vector, outcome, exact);
  } finally {
    exact.restart(state);
  }
}

function caseProblem(pools: VectorPools, raw: unknown): string | null {
  const parsed = vectorSchemas.ammCase.safeParse(withoutNulls(raw));
  if (!parsed.success) return problemOf(parsed.error);
  const vector = parsed.data;
  if (vector.expect === undefined && vector.expectError !== true && vector.expectState === undefined)
    return 'expects nothing';
  const known = pools.get(vector.pool);
  // What the core refuses to hold it gives no number for, as it is expected.
  if (!known.ok) return known.isRefused && vector.expectError === true ? null : known.problem;
  if (isAskable(vector)) return swapProblem(vector, known.value);
  return vector.expectError === true
    ? null
    : 'in and out are the same token, or no place of a pool, or amount is no uint256';
}

/** Single swaps of single pools. */
export function runAmm(name: string, content: unknown, tally: Tally): void {
  const file = ammFile.safeParse(content);
  if (!file.success) {
    tally.count(name, problemOf(file.error));
    return;
  }
  const pools = new VectorPools(file.data.pools);
  file.data.cases.forEach((raw, i) => {
    tally.count(
      caseName(name, 'case', raw, i),
      attempt(() => caseProblem(pools, raw)),
    );
  });
}

/** A case that breaks down is one that fails: those after it are run all the same. */
export function attempt(problem: () => string | null): string | null {
  try {
    return problem();
  } catch (error) {
    return messageOf(error);
  }
}

/** `file case 3` or `file case its-id`. */
export function caseName(file: string, what: string, raw: unknown, place: number): string {
  const own = typeof raw === 'object' && raw !== null && 'id' in raw ? String(raw.id) : String(place);
  return `${file} ${what} ${own}`;
}
