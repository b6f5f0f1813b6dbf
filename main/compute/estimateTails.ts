import type { z } from 'zod';
import type { HeldBars, heldTailsRequest } from '../../app/contract/valueAtRisk.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { heldTail } from '../../app/risk/heldTail.ts';

/** A tail for each holding, or why there is none. */
export function estimateTails(held: readonly HeldBars[]): z.output<(typeof heldTailsRequest)['response']> {
  const answer: z.output<(typeof heldTailsRequest)['response']> = { tails: [], unknown: [], fits: [] };
  for (const { asset, series, intervalS, own, native, last } of held) {
    try {
      const { toS, fitted, ...tail } = heldTail(
        { name: 'own', ...own },
        { name: 'native', ...native },
        intervalS,
        last,
      );
      answer.tails.push({ asset, series, ...tail, toMs: toS * 1_000 });
      if (fitted !== null) answer.fits.push({ series, fitted });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      answer.unknown.push({ asset, reason: `${series}: ${error.message}`.slice(0, 200) });
    }
  }
  return answer;
}
