import { type Clock, type MonotonicNs, monotonicNs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';

/**
 * The stage clock of a replay. Between inputs the recorded time has passed, however fast they are fed; within an input
 * passes what this machine takes for it. So analysing and deciding are measured here, and what others did in between
 * (simulating, landing) is as it was, to the millisecond in which answers were recorded.
 */
export class ReplayClock {
  readonly #clock: Clock;
  #seenNs = 0;
  #seenAtMs = 0;
  #inputAtMs = 0;
  #appliedFromNs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The same clock, which goes its own way from here. */
  copy(): ReplayClock {
    const copy = new ReplayClock(this.#clock);
    copy.#seenNs = this.#seenNs;
    copy.#seenAtMs = this.#seenAtMs;
    copy.#inputAtMs = this.#inputAtMs;
    copy.#appliedFromNs = this.#appliedFromNs;
    return copy;
  }

  /** Called before an input is applied. */
  enter(input: EngineInput): void {
    if (input.kind === 'block') {
      this.#seenNs = input.seenNs;
      this.#seenAtMs = input.atMs;
    }
    this.#inputAtMs = input.atMs;
    this.#appliedFromNs = this.#clock.monotonicNs();
  }

  monotonicNs(): MonotonicNs {
    const recordedNs = this.#seenNs + (this.#inputAtMs - this.#seenAtMs) * 1e6;
    return monotonicNs(recordedNs + this.#clock.monotonicNs() - this.#appliedFromNs);
  }
}
