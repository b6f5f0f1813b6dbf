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

  /** @param digits of the series */
  constructor(digits: { readonly price: number; readonly volume: number }) {
    this.#digits = digits;
    this.#priceZeros = digits.price;
    this.#sizeZeros = digits.volume;
  }

  see(price: bigint, size: bigint): void {
    while (price % 10n ** BigInt(this.#priceZeros) !== 0n) this.#priceZeros -= 1;
    while (size % 10n ** BigInt(this.#sizeZeros) !== 0n) this.#sizeZeros -= 1;
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
    const [price, size] = [10n ** BigInt(this.#priceZeros), 10n ** BigInt(this.#sizeZeros)];
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
