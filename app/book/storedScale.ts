import type { RecordedEvent } from './fills/recordedEvents.ts';
import type { BookInstrument } from './instrument.ts';

/**
 * The coarsest decimal place that holds every price, and every size, of stored rows. Series are kept with more digits than their venue has, so many that a price would not
 * fit into what a book counts its ticks with.
 */
export class StoredScale {
  readonly #digits: { readonly price: number; readonly volume: number };
  #priceZeros: number;
  #sizeZeros: number;
  /** Tens to the power of both, which every row is divided by. */
  #price: bigint;
  #size: bigint;

  /** @param digits of the series */
  constructor(digits: { readonly price: number; readonly volume: number }) {
    this.#digits = digits;
    this.#priceZeros = digits.price;
    this.#sizeZeros = digits.volume;
    this.#price = 10n ** BigInt(this.#priceZeros);
    this.#size = 10n ** BigInt(this.#sizeZeros);
  }

  see(price: bigint, size: bigint): void {
    while (price % this.#price !== 0n) {
      this.#priceZeros -= 1;
      this.#price /= 10n;
    }
    while (size % this.#size !== 0n) {
      this.#sizeZeros -= 1;
      this.#size /= 10n;
    }
  }

  /** Its tick is a one in the last place that any price uses. */
  instrument(symbol: string): BookInstrument {
    return {
      symbol,
      priceDigits: this.#digits.price - this.#priceZeros,
      sizeDigits: this.#digits.volume - this.#sizeZeros,
      tickUnits: 1n,
    };
  }

  /** Events of the rows that were seen, in the instrument's ticks and sizes. */
  *scaled(events: Iterable<RecordedEvent>): IterableIterator<RecordedEvent> {
    const [price, size] = [this.#price, this.#size];
    for (const event of events) {
      if ('trade' in event) {
        const { trade } = event;
        yield { ...event, trade: { ...trade, ticks: trade.ticks / price, size: trade.size / size } };
      } else if (event.message.kind === 'lost') yield event;
      else {
        const levels = event.message.levels.map((level) => ({
          ...level,
          ticks: level.ticks / price,
          size: level.size / size,
        }));
        yield { ...event, message: { ...event.message, levels } };
      }
    }
  }
}
