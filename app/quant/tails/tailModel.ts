import { defaultGarch, type GarchFit, type GarchSettings } from '../volatility/garch.ts';
import type { TailRisk } from './empiricalTail.ts';
import { filteredTailOf, garchTailOf, historicalTail, type TailRequest } from './valueAtRisk.ts';

/** Past returns as they are; divided by their own deviations; a fitted garch; one that takes falls harder than rises. Both with Student-t shocks. */
export const tailMethods = ['historical', 'filtered', 'garch-t', 'gjr-t'] as const;
export type TailMethod = (typeof tailMethods)[number];

/** What a method fits; null where it fits nothing. */
export function settingsOf(method: TailMethod): GarchSettings | null {
  switch (method) {
    case 'historical':
      return null;
    case 'filtered':
      return defaultGarch;
    case 'garch-t':
      return { ...defaultGarch, innovation: 't' };
    case 'gjr-t':
      return { ...defaultGarch, model: 'gjr', innovation: 't' };
  }
}

/**
 * What a method says of the periods after these returns.
 * @param fit of these returns or of slightly earlier ones, its next variance that of these; null: the historical tail
 */
export function tailOf(
  method: TailMethod,
  fit: GarchFit | null,
  returns: Float64Array,
  request: TailRequest,
): TailRisk[] {
  if (fit === null || method === 'historical') return historicalTail(returns, request);
  return method === 'filtered' ? filteredTailOf(fit, returns, request) : garchTailOf(fit, request);
}
