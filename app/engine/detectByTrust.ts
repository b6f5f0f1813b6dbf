import type { Cycle } from '../detect/cycle.ts';
import type { DetectParameters } from '../detect/detector.ts';
import type { Address } from '../domain/hex.ts';
import type { KernelState } from './kernelState.ts';
import { routeTrust } from './trustOf.ts';

/** No more cycles of one block are looked through for those that may be traded. */
const mostLookedThrough = 2048;

/**
 * The block's best cycles, best net first among those that may be traded, and behind them those whose tokens are only watched: these are shown, and
 * take no other's place.
 */
export function detectByTrust(
  kernel: KernelState,
  touched: readonly Address[],
  parameters: DetectParameters,
): readonly Cycle[] {
  const { limit } = parameters;
  for (let asked = limit; ; asked *= 4) {
    const cycles = kernel.detector.detect(touched, { ...parameters, limit: asked });
    const tradable = cycles.filter(({ hops }) => routeTrust(kernel, hops) !== 'watch');
    if (tradable.length >= limit || cycles.length < asked || asked >= mostLookedThrough) {
      const watched = cycles.filter(({ hops }) => routeTrust(kernel, hops) === 'watch');
      return [...tradable, ...watched].slice(0, limit);
    }
  }
}
