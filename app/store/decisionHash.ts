import { createHash } from 'node:crypto';
import { encodeCanonical } from './canonical.ts';

/** Fields that hold measured time: they differ from run to run, and no decision reads them. */
export const measuredFields: ReadonlySet<string> = new Set(['clock', 'seenNs']);

/** The hash of no decisions. */
export const emptyDecisionHash = '0'.repeat(64);

/** sha256 over the hash so far and a decision's canonical text without its measured fields, in hex. */
export function rollDecisionHash(previous: string, decision: unknown): string {
  return createHash('sha256').update(previous).update(encodeCanonical(decision, measuredFields)).digest('hex');
}
