import type { EngineInput } from '../domain/engineInput.ts';
import type { Hash } from '../domain/hex.ts';
import { BlockArrivals } from './blockArrivals.ts';
import { type CutOff, cutOffOf, type SeenWaiting } from './cutOff.ts';

/** When an engine's process heard of each block, and when each stopped taking what waited, as its journal tells. In milliseconds since 1970. */
export class BlockCutOffs {
  readonly arrivals = new BlockArrivals();
  readonly #own: ReadonlySet<Hash>;
  /** When each was first seen, oldest first. */
  readonly #waiting = new Map<Hash, number>();
  /** Of the transactions that a block's events name: those that moved no pool are not known. */
  readonly #takenIn = new Map<Hash, number>();

  /** @param own transactions, which tell nothing about themselves */
  constructor(own: ReadonlySet<Hash>) {
    this.#own = own;
  }

  see(input: EngineInput): void {
    this.arrivals.see(input);
    if (input.kind === 'pendingTransaction') {
      if (!this.#own.has(input.hash) && !this.#waiting.has(input.hash)) this.#waiting.set(input.hash, input.atMs);
    } else if (input.kind === 'block')
      for (const { transactionHash } of input.events) this.#takenIn.set(transactionHash, input.head.number);
  }

  /** Once everything has been seen: what a later block took was passed over by this one. */
  of(block: number): CutOff | null {
    const heardMs = this.arrivals.of(block);
    return heardMs === null ? null : cutOffOf(this.#waitingAt(block), heardMs);
  }

  *#waitingAt(block: number): IterableIterator<SeenWaiting> {
    for (const [hash, seenMs] of this.#waiting) {
      const takenIn = this.#takenIn.get(hash);
      if (takenIn !== undefined && takenIn >= block) yield [seenMs, takenIn === block];
    }
  }
}
