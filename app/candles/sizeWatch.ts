/** JSON text of a `SizeWatch`. */
export interface SavedSizeWatch {
  readonly count: number;
  readonly total: number;
}

const settledAfter = 50;
const absurdTimesMean = 10_000;

/** Tells sizes that are ten thousand times the mean of those before them, once there are fifty. Doubles do: it only flags. */
export class SizeWatch {
  #count: number;
  #total: number;

  constructor(saved: SavedSizeWatch = { count: 0, total: 0 }) {
    this.#count = saved.count;
    this.#total = saved.total;
  }

  isAbsurd(size: bigint): boolean {
    const value = Number(size);
    const absurd =
      this.#count >= settledAfter && this.#total > 0 && value * this.#count > this.#total * absurdTimesMean;
    this.#count += 1;
    this.#total += value;
    return absurd;
  }

  save(): SavedSizeWatch {
    return { count: this.#count, total: this.#total };
  }
}

/** Whether one price is more than ten times the other. */
export function isPriceJump(before: bigint, after: bigint): boolean {
  return after > before ? after > before * 10n : after * 10n < before;
}
