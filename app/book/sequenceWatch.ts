import { listOf, numberOf, objectOf, textOf } from './json.ts';
import { isPartialStream } from './messages/binance.ts';
import { okxBookChannels } from './messages/okx.ts';
import type { BookVenue } from './venue.ts';

/** Where a message stands among those of its book, or of its connection. */
interface Place {
  readonly key: string;
  readonly first: number;
  readonly last: number;
  /** The last id of the message before, where the venue names it. */
  readonly previous: number | null;
  /** Starts anew: what came before does not matter. */
  readonly starts: boolean;
}

function placeOf(venue: BookVenue, message: unknown): Place | null {
  const outer = objectOf(message);
  const body = outer.data === undefined ? outer : objectOf(outer.data);
  const topic = textOf(outer.topic) ?? '';
  // A channel of each number of levels has a numbering of its own.
  const key = `${topic} ${textOf(body.s ?? body.product_id) ?? ''}`;
  const at = (last: number | null, first = last, previous: number | null = null, starts = false): Place | null =>
    last === null || first === null ? null : { key, first, last, previous, starts };
  switch (venue) {
    case 'binance':
      return body.e === 'depthUpdate' && !isPartialStream(outer.stream)
        ? at(numberOf(body.u), numberOf(body.U), numberOf(body.pu))
        : null;
    case 'bybit':
      if (!topic.startsWith('orderbook.')) return null;
      return at(numberOf(body.u), numberOf(body.u), null, outer.type === 'snapshot');
    case 'coinbase': {
      const number = numberOf(outer.sequence_num);
      // A connection that begins anew states its books first.
      const states = listOf(outer.events).some(
        (event) => objectOf(event).type === 'snapshot' && outer.channel === 'l2_data',
      );
      return number === null
        ? null
        : { key: 'connection', first: number, last: number, previous: null, starts: states };
    }
    case 'kraken':
      if (body.feed !== 'book' && body.feed !== 'book_snapshot') return null;
      return at(numberOf(body.seq), numberOf(body.seq), null, body.feed === 'book_snapshot');
    case 'okx': {
      const { channel: name, instId } = objectOf(outer.arg);
      const channel = okxBookChannels.find((each) => each === name);
      const [data] = listOf(outer.data).map(objectOf);
      const last = numberOf(data?.seqId);
      if (channel === undefined || data === undefined || last === null) return null;
      const starts = outer.action === 'snapshot';
      return { key: `${channel} ${textOf(instId)}`, first: last, last, previous: numberOf(data.prevSeqId), starts };
    }
    case 'hyperliquid':
      return null;
  }
}

/** Finds holes in a venue's numbering by itself, so that those a book found can be counted against them. */
export class SequenceWatch {
  readonly #venue: BookVenue;
  readonly #last = new Map<string, number>();

  constructor(venue: BookVenue) {
    this.#venue = venue;
  }

  /** Whether messages are missing right before this one. */
  isAfterHole(message: unknown): boolean {
    const place = placeOf(this.#venue, message);
    if (place === null) return false;
    const last = this.#last.get(place.key);
    // OKX's ids may fall, and its chain goes on.
    const isOld = last !== undefined && place.last <= last && !place.starts && this.#venue !== 'okx';
    if (isOld) return false;
    this.#last.set(place.key, place.last);
    // Coinbase numbers the connection, and a book that is stated on the way does not begin it anew.
    const begins = place.starts && (this.#venue !== 'coinbase' || place.last <= (last ?? 0));
    if (last === undefined || begins) return false;
    return place.previous === null ? place.first > last + 1 : place.previous !== last;
  }
}
