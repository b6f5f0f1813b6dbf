import { ensure } from '../domain/errors.ts';
import { loadNative } from '../native.ts';
import { writeWords } from './words.ts';

/** A solved opportunity as far as its order is concerned. */
export interface RankedWorth {
  /** The caller's number for it, dense from 0. */
  readonly slot: number;
  /** What it brings before gas. */
  readonly worthWei: bigint;
  readonly gasUnits: number;
}

export interface RankedSlot {
  readonly slot: number;
  readonly net: bigint;
}

/**
 * Solved opportunities, ranked by exact net at whatever gas price: nothing is solved again when gas moves. Equal nets go by slot.
 */
export class GasRanking {
  readonly #native = new (loadNative().GasRanking)();
  #slots = new Uint32Array(64);
  #gasUnits = new Uint32Array(64);
  /** Two's complement, two words each. */
  #worth = new BigUint64Array(2 * 64);

  /** @throws BugError on a slot from 2^24 or a worth from 2^120 on */
  put(entries: readonly RankedWorth[]): void {
    if (this.#slots.length < entries.length) {
      this.#slots = new Uint32Array(2 * entries.length);
      this.#gasUnits = new Uint32Array(2 * entries.length);
      this.#worth = new BigUint64Array(4 * entries.length);
    }
    let fits = true;
    entries.forEach(({ slot, worthWei, gasUnits }, i) => {
      const high = worthWei >> 64n;
      fits &&= high === 0n || high === -1n || BigInt.asIntN(64, high) === high;
      // Arrays of words take their values modulo 2^64.
      this.#worth[2 * i] = worthWei;
      this.#worth[2 * i + 1] = high;
      this.#slots[i] = slot;
      this.#gasUnits[i] = gasUnits;
    });
    const slots = this.#slots.subarray(0, entries.length);
    ensure(fits && this.#native.put(slots, this.#worth, this.#gasUnits) === 0, 'an opportunity that cannot be ranked', {
      entries: entries.length,
    });
  }

  remove(slots: readonly number[]): void {
    this.#native.remove(Uint32Array.from(slots));
  }

  /** The best `count`, best first. @throws BugError on a price from 2^90 on */
  top(gasPrice: bigint, count: number): RankedSlot[] {
    const price = new BigUint64Array(2);
    const slots = new Uint32Array(count);
    const nets = new BigUint64Array(2 * count);
    const found = writeWords(price, 0, 2, gasPrice) ? this.#native.top(price, slots, nets) : -1;
    ensure(found >= 0, 'the gas price is out of range', { gasPrice });
    return Array.from({ length: found }, (_, i) => ({
      slot: slots[i] ?? 0,
      net: BigInt.asIntN(128, ((nets[2 * i + 1] ?? 0n) << 64n) | (nets[2 * i] ?? 0n)),
    }));
  }
}
