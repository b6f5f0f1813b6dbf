import { ensure } from '../../domain/errors.ts';
import { loadNative, type NativeQueuePosition } from '../../native.ts';

/** Where an order of ours stands in the queue of its price level (native/book/measures/queue_position.hpp). Sizes are without our own order. */
export class QueuePosition {
  readonly #native: NativeQueuePosition;
  readonly #size: number;
  readonly #figures = new Float64Array(2);

  /** @param level what stands at the price when our order of `size` joins behind it */
  constructor(level: number, size: number) {
    this.#size = size;
    this.#native = new (loadNative().QueuePosition)(level, size);
    this.#after(0);
  }

  /** Size that goes before us. */
  get ahead(): number {
    return this.#figures[0] ?? 0;
  }

  /** How much of ours is done. */
  get filled(): number {
    return this.#figures[1] ?? 0;
  }

  get isDone(): boolean {
    return this.filled >= this.#size;
  }

  /** A trade at our price against our side. */
  trade(size: number): void {
    this.#after(this.#native.trade(size));
  }

  /** A trade through our price: whatever stood at it is done. */
  tradeThrough(): void {
    this.#after(this.#native.tradeThrough());
  }

  /** What now stands at our price by the book. Trades before it are taken off first: they are not cancels. */
  level(size: number): void {
    this.#after(this.#native.setLevel(size));
  }

  #after(answer: number): void {
    ensure(answer === 0 && this.#native.read(this.#figures) === 0, 'the native core refused a size', { answer });
  }
}
