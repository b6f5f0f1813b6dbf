/** How far a recorder's clock runs behind its venue's, from messages that carry both times. Nothing arrives before it was sent, so the fastest message tells. */
export class ClockOffset {
  #leastMs: number | null = null;

  see(venueMs: number | null, receivedMs: number | null): void {
    if (venueMs === null || receivedMs === null) return;
    const tookMs = receivedMs - venueMs;
    if (this.#leastMs === null || tookMs < this.#leastMs) this.#leastMs = tookMs;
  }

  /** At least so much; below 0 the clock may be right, and the number is what the fastest message took. null: nothing was seen. */
  get behindMs(): number | null {
    return this.#leastMs === null ? null : -this.#leastMs;
  }

  /** By the venue's clock, when something was sent that arrived at a time: this, if it took as long as the fastest, else earlier. null while nothing is known. */
  sentMs(receivedMs: number | null): number | null {
    return receivedMs === null || this.#leastMs === null ? null : receivedMs - this.#leastMs;
  }
}
