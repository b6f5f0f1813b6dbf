import type { EngineInput } from '../domain/engineInput.ts';

interface Process {
  /** From that clock to the time of day, for blocks that do not say it: at most what it was for the one that was passed on soonest. */
  offset: number;
}

/** When an engine's process heard of each block, as its journal tells: the moment its frame arrived, not that at which its turn came. */
export class BlockArrivals {
  #process: Process = newProcess();
  readonly #arrivals = new Map<number, { readonly process: Process; readonly seenMs: number } | number>();

  see(input: EngineInput): void {
    // Every process counts its own nanoseconds.
    if (input.kind === 'started') this.#process = newProcess();
    if (input.kind !== 'block') return;
    const seenMs = input.seenNs / 1e6;
    this.#process.offset = Math.min(this.#process.offset, input.atMs - seenMs);
    this.#arrivals.set(input.head.number, input.arrivedAtMs ?? { process: this.#process, seenMs });
  }

  /** In milliseconds since 1970; null of a block that was not seen to come. */
  of(block: number): number | null {
    const arrival = this.#arrivals.get(block);
    if (arrival === undefined || typeof arrival === 'number') return arrival ?? null;
    return arrival.seenMs + arrival.process.offset;
  }
}

function newProcess(): Process {
  return { offset: Number.POSITIVE_INFINITY };
}
