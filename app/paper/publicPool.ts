import type { Hash } from '../domain/hex.ts';
import { type CutOff, cutOffOf, type SeenWaiting } from './cutOff.ts';

/** So that those of a block that did not wait are known to be bundles, and those that did show when it ended. */
const mostRemembered = 20_000;

interface Seen {
  readonly seenMs: number;
  /** The newest block that has it. */
  takenIn: number | null;
}

/** The public pool as it was watched: what waited, since when, and the block that took it. Bounded. */
export class PublicPool {
  /** Oldest first. */
  readonly #seen = new Map<Hash, Seen>();

  see(hash: Hash, seenMs: number): void {
    if (this.#seen.has(hash)) return;
    this.#seen.set(hash, { seenMs, takenIn: null });
    if (this.#seen.size <= mostRemembered) return;
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest);
      if (this.#seen.size <= mostRemembered / 2) return;
    }
  }

  has(hash: Hash): boolean {
    return this.#seen.has(hash);
  }

  /**
   * Takes a block in, and says when it stopped taking what waited. Blocks come in their order.
   * @param all its transactions
   * @param others those that may tell about it
   */
  onBlock(number: number, all: Iterable<Hash>, others: ReadonlySet<Hash>, heardMs: number): CutOff | null {
    for (const hash of all) {
      const seen = this.#seen.get(hash);
      if (seen !== undefined) seen.takenIn = number;
    }
    return cutOffOf(this.#waitingAt(number, others), heardMs);
  }

  *#waitingAt(block: number, others: ReadonlySet<Hash>): IterableIterator<SeenWaiting> {
    for (const [hash, { seenMs, takenIn }] of this.#seen) {
      if (takenIn === null) yield [seenMs, false];
      else if (takenIn === block && others.has(hash)) yield [seenMs, true];
    }
  }
}
