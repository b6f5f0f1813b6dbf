import type { Random } from '../domain/random.ts';
import { happens } from './intensity.ts';

export type IssuerIntent =
  | { readonly intent: 'pause' }
  | { readonly intent: 'unpause' }
  | { readonly intent: 'rebase'; readonly ppm: number };

/** Times a second at the usual pace. */
const pauses = 1 / 70;
const unpauses = 1 / 15;
const rebases = 1 / 14;

/** What the issuers of the pausable and of the rebasing token do in one block; always draws the same number of times. */
export function planIssuers(
  random: Random,
  paused: boolean,
  blockTimeMs: number,
  intensity: number,
): readonly IssuerIntent[] {
  const [pausing, rebasing, size] = [random.next(), random.next(), random.normal()];
  const intents: IssuerIntent[] = [];
  if (happens(pausing, paused ? unpauses : pauses, intensity, blockTimeMs))
    intents.push({ intent: paused ? 'unpause' : 'pause' });
  if (happens(rebasing, rebases, intensity, blockTimeMs)) {
    // Up to a few per cent either way, never nothing.
    const change = Math.max(-30_000, Math.min(30_000, Math.round(8_000 * size))) || 1_000;
    intents.push({ intent: 'rebase', ppm: 1_000_000 + change });
  }
  return intents;
}
