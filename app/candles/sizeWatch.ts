/** JSON text of a `SizeWatch`. */
export interface SavedSizeWatch {
  readonly count: number;
  readonly total: string;
}

const settledAfter = 50;
const absurdTimesMean = 10_000n;

/** Tells sizes that are ten thousand times the mean of those before them, once there are fifty. */
export class SizeWatch {
  #count: number;
  #total: bigint;

  constructor(saved: SavedSizeWatch = { count: 0, total: '0' }) {
    this.#count = saved.count;
    this.#total = BigInt(saved.total);
  }

  isAbsurd(size: bigint): boolean {
    const absurd =
      this.#count >= settledAfter && this.#total > 0n && size * BigInt(this.#count) > this.#total * absurdTimesMean;
    this.#count += 1;
    this.#total += size;
    return absurd;
  }

  save(): SavedSizeWatch {
    return { count: this.#count, total: this.#total.toString() };
  }
}

/** Whether one price is more than ten times the other. */
export function isPriceJump(before: bigint, after: bigint): boolean {
  return after > before * 10n || after * 10n < before;
}
