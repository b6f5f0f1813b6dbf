import { ExpectedError } from '../../domain/errors.ts';
import { requireInRange } from '../series/checkedSeries.ts';
import { dot, solved } from '../series/linearAlgebra.ts';
import { type Bet, requireBet } from './kelly.ts';

/** Every bet doubles the outcomes. */
const mostBets = 14;
const mostSteps = 200;
/** Growth that a step still promises. */
const near = 1e-11;
const settled = 1e-24;

interface Outcome {
  readonly probability: number;
  /** What each bet brings per unit staked. */
  readonly gains: readonly number[];
}

/** Two win indicators that correlate by rho. */
function pairOutcomes(first: Bet, second: Bet, rho: number): Outcome[] {
  const spread = Math.sqrt(first.p * (1 - first.p) * second.p * (1 - second.p));
  const both = first.p * second.p + rho * spread;
  const low = Math.max(0, first.p + second.p - 1);
  const high = Math.min(first.p, second.p);
  if (both < low - 1e-12 || both > high + 1e-12) {
    const bound = (value: number): number => (value - first.p * second.p) / spread;
    throw new ExpectedError('CORRELATION_IMPOSSIBLE', 'two bets with these chances cannot correlate that much', {
      advice: `Give rho from ${bound(low).toFixed(4)} to ${bound(high).toFixed(4)}.`,
      facts: { rho, p1: first.p, p2: second.p },
    });
  }
  return [
    { probability: both, gains: [first.b, second.b] },
    { probability: first.p - both, gains: [first.b, -1] },
    { probability: second.p - both, gains: [-1, second.b] },
    { probability: 1 - first.p - second.p + both, gains: [-1, -1] },
  ];
}

function independentOutcomes(bets: readonly Bet[]): Outcome[] {
  let outcomes: Outcome[] = [{ probability: 1, gains: [] }];
  for (const { p, b } of bets) {
    outcomes = outcomes.flatMap(({ probability, gains }) => [
      { probability: probability * p, gains: [...gains, b] },
      { probability: probability * (1 - p), gains: [...gains, -1] },
    ]);
  }
  return outcomes;
}

function growth(outcomes: readonly Outcome[], stakes: readonly number[]): number {
  let sum = 0;
  for (const { probability, gains } of outcomes) {
    const wealth = 1 + dot(gains, stakes);
    if (!(wealth > 0)) return Number.NEGATIVE_INFINITY;
    sum += probability * Math.log(wealth);
  }
  return sum;
}

function slopes(outcomes: readonly Outcome[], stakes: readonly number[]): { slope: number[]; curve: number[][] } {
  const slope = stakes.map(() => 0);
  const curve = stakes.map(() => stakes.map(() => 0));
  for (const { probability, gains } of outcomes) {
    const wealth = 1 + dot(gains, stakes);
    for (const [i, gain] of gains.entries()) {
      slope[i] = (slope[i] ?? 0) + (probability * gain) / wealth;
      const row = curve[i] ?? [];
      for (const [j, other] of gains.entries()) row[j] = (row[j] ?? 0) + (probability * gain * other) / wealth ** 2;
    }
  }
  return { slope, curve };
}

/** The Newton step of the stakes that may move; those at 0 that would fall stay. */
function newtonStep(
  stakes: readonly number[],
  slope: readonly number[],
  curve: readonly (readonly number[])[],
): number[] {
  const free = stakes.map((_, i) => i).filter((i) => (stakes[i] ?? 0) > 0 || (slope[i] ?? 0) > 0);
  const ridge = 1e-13 * Math.max(...free.map((i) => curve[i]?.[i] ?? 0), 1e-300);
  const reduced = free.map((i) => free.map((j) => (curve[i]?.[j] ?? 0) + (i === j ? ridge : 0)));
  const step = solved(
    reduced,
    free.map((i) => slope[i] ?? 0),
  );
  const result = stakes.map(() => 0);
  for (const [k, i] of free.entries()) result[i] = step?.[k] ?? slope[i] ?? 0;
  return result;
}

function moved(stakes: readonly number[], step: readonly number[], share: number): number[] {
  return stakes.map((stake, i) => Math.max(0, stake + share * (step[i] ?? 0)));
}

/** The first of ever shorter steps that raises the growth enough, or null when what is left to gain drowns in rounding. */
function climbed(
  outcomes: readonly Outcome[],
  stakes: readonly number[],
  slope: readonly number[],
  step: readonly number[],
): number[] | null {
  const height = growth(outcomes, stakes);
  for (let share = 1; share > 1e-15; share /= 2) {
    const next = moved(stakes, step, share);
    const promised = dot(
      slope,
      next.map((value, i) => value - (stakes[i] ?? 0)),
    );
    const gained = growth(outcomes, next) - height;
    if (gained > 0 && gained >= 1e-4 * promised) return next;
  }
  return null;
}

function notSettled(facts: Record<string, number>): ExpectedError {
  return new ExpectedError('KELLY_UNBOUNDED', 'no finite stakes are best for these bets', {
    advice: 'Check the chances: together the bets can hardly lose, so the growth rate never stops rising.',
    facts,
  });
}

/**
 * The stakes, as shares of capital and 0 or more, of bets made at the same time that make the expected log of wealth greatest. Two bets' win indicators correlate by rho;
 * more than two are independent.
 * @throws ExpectedError BETS_MISSING, BETS_TOO_MANY, CORRELATION_UNSUPPORTED, CORRELATION_IMPOSSIBLE, KELLY_UNBOUNDED, PARAMETER_OUT_OF_RANGE
 */
export function jointKelly(bets: readonly Bet[], rho: number): number[] {
  for (const bet of bets) requireBet(bet);
  requireInRange(rho, 'rho', -1, 1, 'both');
  if (bets.length === 0) {
    throw new ExpectedError('BETS_MISSING', 'there is no bet to size', { advice: 'Give at least one bet.' });
  }
  if (bets.length > mostBets) {
    throw new ExpectedError('BETS_TOO_MANY', 'too many bets at once to weigh all their outcomes', {
      advice: `Give at most ${mostBets}, the best first.`,
      facts: { bets: bets.length },
    });
  }
  const [first, second] = bets;
  if (rho !== 0 && bets.length !== 2) {
    throw new ExpectedError('CORRELATION_UNSUPPORTED', 'one correlation is that of exactly two bets', {
      advice: 'Give two bets, or rho 0.',
      facts: { bets: bets.length, rho },
    });
  }
  const outcomes = (
    first !== undefined && second !== undefined && bets.length === 2
      ? pairOutcomes(first, second, rho)
      : independentOutcomes(bets)
  ).filter(({ probability }) => probability > 1e-15);
  let stakes = bets.map(() => 0);
  for (let round = 0; round < mostSteps; round += 1) {
    const { slope, curve } = slopes(outcomes, stakes);
    const step = newtonStep(stakes, slope, curve);
    const promised = dot(slope, step);
    if (promised < settled) return stakes;
    // So near the top growth is flat to rounding, and the Newton step better than what growth can tell.
    const isNear = promised < near && growth(outcomes, moved(stakes, step, 1)) > Number.NEGATIVE_INFINITY;
    // Where bets push each other below 0, the Newton step may not climb; the slope itself does until the top.
    const next = isNear
      ? moved(stakes, step, 1)
      : (climbed(outcomes, stakes, slope, step) ?? climbed(outcomes, stakes, slope, slope));
    if (next === null) return stakes;
    if (next.some((stake) => stake > 1e6)) throw notSettled({ round });
    stakes = next;
  }
  return stakes;
}
