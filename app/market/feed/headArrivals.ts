import type { BlockHead } from '../../domain/block.ts';
import type { MonotonicNs } from '../../domain/clock.ts';
import type { Hash } from '../../domain/hex.ts';

/** A head and when its frame arrived. */
export interface ArrivedHead {
  readonly head: BlockHead;
  readonly seenNs: MonotonicNs;
}

const kept = 256;

/** Heads by hash, as they came in or were fetched: a branch is mostly found here without asking the node. */
export class HeadArrivals {
  readonly #byHash = new Map<Hash, ArrivedHead>();

  add(arrived: ArrivedHead): void {
    if (this.#byHash.has(arrived.head.hash)) return;
    this.#byHash.set(arrived.head.hash, arrived);
    const oldest = this.#byHash.keys().next();
    if (this.#byHash.size > kept && oldest.done !== true) this.#byHash.delete(oldest.value);
  }

  get(hash: Hash): ArrivedHead | null {
    return this.#byHash.get(hash) ?? null;
  }
}
