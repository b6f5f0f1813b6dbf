/**
 * The time of the next block. It is the wall clock's, but never before the block below; where the wall clock has been set
 * back behind the chain, the chain's time goes on at half the pace, so that deadlines still pass and the two meet again.
 */
export class ChainClock {
  readonly #nowMs: () => number;
  readonly #monotonicMs: () => number;
  /** The newest time that was given while the wall clock was behind, and when. */
  #behind: { readonly timestampS: number; readonly atMs: number } | null = null;

  constructor(nowMs: () => number, monotonicMs: () => number) {
    this.#nowMs = nowMs;
    this.#monotonicMs = monotonicMs;
  }

  /** Seconds since the epoch, for a block above one of `parentS`. */
  timestampS(parentS: number): number {
    const wallS = Math.floor(this.#nowMs() / 1000);
    if (wallS >= parentS) {
      this.#behind = null;
      return wallS;
    }
    const atMs = this.#monotonicMs();
    const { timestampS, atMs: sinceMs } = this.#behind ?? { timestampS: parentS, atMs };
    const slowS = timestampS + Math.floor((atMs - sinceMs) / 2_000);
    // A block may have been given a later time than ours: it goes on from there.
    this.#behind = slowS < parentS ? { timestampS: parentS, atMs } : { timestampS, atMs: sinceMs };
    return Math.max(parentS, slowS);
  }
}
