import { ensure } from '../../domain/errors.ts';
import type { Random } from '../../domain/random.ts';

/** Latencies as they were measured, such as a stage's of the stage clock, drawn again with replacement: no shape is assumed, and the tail is the tail that was seen. */
export class MeasuredLatency {
  readonly #samplesUs: readonly number[];
  readonly #random: Random;

  /** @param samplesNs what was measured, in nanoseconds; at least one */
  constructor(samplesNs: readonly number[], random: Random) {
    ensure(samplesNs.length > 0, 'a latency needs at least one measured sample');
    ensure(
      samplesNs.every((each) => Number.isFinite(each) && each >= 0),
      'a measured latency is no time',
    );
    this.#samplesUs = samplesNs.map((each) => Math.ceil(each / 1000));
    this.#random = random;
  }

  /** In whole microseconds, rounded up. */
  drawUs(): number {
    return this.#samplesUs[this.#random.below(this.#samplesUs.length)] ?? 0;
  }
}
