import type { Random } from '../../domain/random.ts';

/** Wait before attempt `attempt` (0 for the first retry): doubles from 50 ms to 10 s, each drawn from its upper half. */
export function backoffMs(attempt: number, random: Random): number {
  const ceiling = Math.min(10_000, 50 * 2 ** Math.min(attempt, 20));
  return Math.round(ceiling * (0.5 + random.next() / 2));
}
