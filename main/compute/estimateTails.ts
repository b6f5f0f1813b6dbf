import type { z } from 'zod';
import type { HeldBars, heldTailsRequest } from '../../app/contract/valueAtRisk.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { heldTail } from '../../app/risk/heldTail.ts';

/** A tail for each holding, or why there is none. */
export function estimateTails(held: readonly HeldBars[]): z.output<(typeof heldTailsRequest)['response']> {
  const answer: z.output<(typeof heldTailsRequest)['response']> = { tails: [], unknown: [] };
  for (const { asset, series, intervalS, own, native } of held) {
    try {
      const { toS, ...tail } = heldTail({ name: 'own', ...own }, { name: 'native', ...native }, intervalS);
      answer.tails.push({ asset, series, ...tail, toMs: toS * 1_000 });
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      answer.unknown.push({ asset, reason: `${series}: ${error.message}`.slice(0, 200) });
    }
  }
  return answer;
}
