import type { EngineInput } from '../domain/engineInput.ts';

interface Process {
  /** From that clock to the time of day: at most what it was for the block that was passed on soonest. */
  offset: number;
}

/** When an engine's process heard of each block, as its journal tells: the moment its frame arrived, not that at which its turn came. */
export class BlockArrivals {
  #process: Process = newProcess();
  readonly #arrivals = new Map<number, { readonly process: Process; readonly seenMs: number }>();

  see(input: EngineInput): void {
    // Every process counts its own nanoseconds.
    if (input.kind === 'started') this.#process = newProcess();
    if (input.kind !== 'block') return;
    const seenMs = input.seenNs / 1e6;
    this.#process.offset = Math.min(this.#process.offset, input.atMs - seenMs);
    this.#arrivals.set(input.head.number, { process: this.#process, seenMs });
  }

  /** In milliseconds since 1970; null of a block that was not seen to come. */
  of(block: number): number | null {
    const arrival = this.#arrivals.get(block);
    return arrival === undefined ? null : arrival.seenMs + arrival.process.offset;
  }
}

function newProcess(): Process {
  return { offset: Number.POSITIVE_INFINITY };
}
