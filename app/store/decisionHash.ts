import { createHash } from 'node:crypto';
import { encodeCanonical } from './canonical.ts';

/** Fields that hold measured time: they differ from run to run, and no decision reads them. */
export const measuredFields: ReadonlySet<string> = new Set(['clock', 'seenNs']);

/** The hash of no decisions. */
export const emptyDecisionHash = '0'.repeat(64);

/** A decision's canonical text without its measured fields: equal decisions have equal texts. */
export function decisionText(decision: unknown): string {
  return encodeCanonical(decision, measuredFields);
}

/** sha256 over the hash so far and a decision's text, in hex. */
export function rollDecisionHash(previous: string, decision: unknown): string {
  return rollDecisionText(previous, decisionText(decision));
}

/** The same for a text that is there already. */
export function rollDecisionText(previous: string, text: string): string {
  return createHash('sha256').update(previous).update(text).digest('hex');
}
