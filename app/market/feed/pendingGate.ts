import type { Clock } from '../../domain/clock.ts';

/** Lets at most `perSecond` through, in bursts of as many: what a busy mempool sends beyond that tells us nothing more. */
export class PendingGate {
  readonly #clock: Clock;
  readonly #perSecond: number;
  #tokens: number;
  #atNs: number;

  constructor(clock: Clock, perSecond: number) {
    this.#clock = clock;
    this.#perSecond = perSecond;
    this.#tokens = perSecond;
    this.#atNs = clock.monotonicNs();
  }

  admits(): boolean {
    const now = this.#clock.monotonicNs();
    this.#tokens = Math.min(this.#perSecond, this.#tokens + ((now - this.#atNs) / 1e9) * this.#perSecond);
    this.#atNs = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
