import type { Random } from '../domain/random.ts';
import { happens } from './intensity.ts';

export interface LyingStatement {
  /** Place in the list of lying pairs. */
  readonly pair: number;
  /** Stated price as a multiple of the fair one. */
  readonly factor: number;
}

/** Statements a second at the usual pace, over all lying pairs. */
const statements = 1 / 6;

/** What the keeper of lying pairs states in one block: mostly a tempting price. Always draws the same number of times. */
export function planStatement(
  random: Random,
  pairs: number,
  blockTimeMs: number,
  intensity: number,
): LyingStatement | null {
  const [states, pair, side, size] = [random.next(), random.below(pairs), random.next(), random.next()];
  if (!happens(states, statements, intensity, blockTimeMs)) return null;
  const off = 0.012 + 0.03 * size;
  return { pair, factor: side < 0.5 ? 1 + off : 1 / (1 + off) };
}
