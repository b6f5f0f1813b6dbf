import { BookFeed } from './bookFeed.ts';
import type { BookMessage } from './fills/bookFills.ts';
import type { BookInstrument } from './instrument.ts';

const firstRoom = 1024;

/** A book made again, in the native core, of the messages that its stored changes were (`recordedEvents`). Its instrument's tick is one unit of its digits. */
export class ReplayedBook {
  readonly feed: BookFeed;
  #levels = roomFor(firstRoom);
  #stated: 'none' | 'whole' | 'lost' = 'none';
  #changedMs: number | null = null;

  constructor(instrument: BookInstrument) {
    // Any venue's: nothing is read of texts.
    this.feed = new BookFeed('binance', [instrument]);
  }

  /** When its last message came; null: none did. */
  get changedMs(): number | null {
    return this.#changedMs;
  }

  /** none: not stated yet. lost: messages are missing, or it crossed; it is shown again once it is stated anew. */
  get state(): 'none' | 'whole' | 'lost' {
    return this.#stated === 'whole' && !this.feed.isLive(0) ? 'lost' : this.#stated;
  }

  take(atMs: number, message: BookMessage): void {
    this.#changedMs = atMs;
    if (message.kind === 'lost') {
      this.feed.reconnect();
      this.#stated = 'lost';
      return;
    }
    if (message.kind === 'whole') {
      this.feed.begin(0);
      this.#stated = 'whole';
    }
    // Before it is stated whole nobody knows what else stands there.
    if (this.#stated !== 'whole') return;
    const { levels } = message;
    if (levels.length > this.#levels.isBid.length) this.#levels = roomFor(2 * levels.length);
    levels.forEach(({ side, ticks, size }, i) => {
      this.#levels.isBid[i] = side === 'bid' ? 1 : 0;
      this.#levels.ticks[i] = ticks;
      this.#levels.sizes[i] = size;
    });
    this.feed.setLevels(0, levels.length, this.#levels);
  }
}

function roomFor(levels: number) {
  return { isBid: new Uint8Array(levels), ticks: new BigInt64Array(levels), sizes: new BigUint64Array(levels) };
}
