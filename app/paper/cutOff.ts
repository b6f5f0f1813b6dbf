/** When a block stopped taking what waited, as far as the transactions of others tell. Milliseconds of one clock. */
export interface CutOff {
  /** The last one that it took was seen to wait. */
  readonly takenMs: number;
  /** The first one behind it that it did not take; where there was none, the block was heard of. */
  readonly passedMs: number;
}

/** A transaction of somebody else, when it was first seen to wait, and whether the block has it. */
export type SeenWaiting = readonly [seenMs: number, isTaken: boolean];

/**
 * What a block shows of its own end. How long a producer takes differs from block to block, and more so on a busy machine; what
 * a block took and what it passed over says it of this very one. What waits for a fee or a nonce was mostly seen before the last that was taken, and
 * counts for nothing there.
 * @param waiting oldest first
 * @returns null where the block took none that was seen to wait
 */
export function cutOffOf(waiting: Iterable<SeenWaiting>, heardMs: number): CutOff | null {
  let takenMs: number | null = null;
  let passedMs = heardMs;
  for (const [seenMs, isTaken] of waiting) {
    if (seenMs > heardMs) break;
    if (isTaken) [takenMs, passedMs] = [seenMs, heardMs];
    else if (takenMs !== null) passedMs = Math.min(passedMs, seenMs);
  }
  return takenMs === null ? null : { takenMs, passedMs };
}

/** Where something that was handed over then stands: 1 is before the last that was taken, a negative number behind the first that was passed over. */
export function shareAt({ takenMs, passedMs }: CutOff, handedMs: number): number {
  if (handedMs <= takenMs) return 1;
  return handedMs > passedMs ? -1 : (passedMs - handedMs) / Math.max(1, passedMs - takenMs);
}
