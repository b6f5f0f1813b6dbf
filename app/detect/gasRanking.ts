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

  /** @throws BugError on a slot from 2^24 or a worth from 2^120 on */
  put(entries: readonly RankedWorth[]): void {
    const worth = new BigUint64Array(2 * entries.length);
    entries.forEach(({ worthWei }, i) => {
      writeWords(worth, 2 * i, 2, BigInt.asUintN(128, worthWei));
    });
    const slots = Uint32Array.from(entries, ({ slot }) => slot);
    const gasUnits = Uint32Array.from(entries, (entry) => entry.gasUnits);
    const fits = entries.every(({ worthWei }) => BigInt.asIntN(128, worthWei) === worthWei);
    ensure(fits && this.#native.put(slots, worth, gasUnits) === 0, 'an opportunity that cannot be ranked', {
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
