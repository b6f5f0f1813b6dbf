import { isoMs, listOf, objectOf, textOf } from './json.ts';

export interface LevelText {
  readonly price: string;
  readonly size: string;
}

/** What a message says of one instrument's book, as its texts stand. */
export interface BookTexts {
  /** null where the message names none. */
  readonly symbol: string | null;
  readonly bids: readonly LevelText[];
  readonly asks: readonly LevelText[];
  /** Whether the venue vouches for the book after it. */
  readonly hasChecksum: boolean;
  /** By the venue's clock, where it is written as a date. */
  readonly writtenMs: number | null;
}

type Sides = Pick<BookTexts, 'bids' | 'asks'>;

function levelOf(raw: unknown): LevelText[] {
  const [first, second] = listOf(raw);
  const fields = objectOf(raw);
  const price = textOf(first ?? fields.price ?? fields.px ?? fields.price_level);
  const size = textOf(second ?? fields.qty ?? fields.sz ?? fields.new_quantity);
  return price === null || size === null ? [] : [{ price, size }];
}

const levelsOf = (raw: unknown): LevelText[] => listOf(raw).flatMap(levelOf);

/** ["buy","price","size"] or {"side":"bid",…}. */
function changesOf(raw: unknown): Sides {
  const changes = listOf(raw).map((change) => {
    const [side, ...level] = listOf(change);
    const isList = side !== undefined;
    const name = isList ? side : objectOf(change).side;
    return { isBid: name === 'buy' || name === 'bid', levels: levelOf(isList ? level : change) };
  });
  return {
    bids: changes.flatMap(({ isBid, levels }) => (isBid ? levels : [])),
    asks: changes.flatMap(({ isBid, levels }) => (isBid ? [] : levels)),
  };
}

function sidesOf(body: Readonly<Record<string, unknown>>): Sides | null {
  const changes = body.changes ?? body.updates;
  if (Array.isArray(changes)) return changesOf(changes);
  const [bids, asks] = Array.isArray(body.levels)
    ? body.levels
    : [body.bids ?? body.bs ?? body.b, body.asks ?? body.as ?? body.a];
  if (!Array.isArray(bids) && !Array.isArray(asks)) return null;
  return { bids: levelsOf(bids), asks: levelsOf(asks) };
}

/** Kraken's first protocol: [channel, sides, (sides,) "book-1000", "XMR/USD"]. */
function listedBook(message: readonly unknown[]): BookTexts[] {
  const [channel, symbol] = message.slice(-2);
  if (typeof channel !== 'string' || !channel.startsWith('book-') || typeof symbol !== 'string') return [];
  const bodies = message.map(objectOf);
  const sides = bodies.flatMap((body) => sidesOf(body) ?? []);
  const hasChecksum = bodies.some(({ c }) => c !== undefined);
  const [bids, asks] = [sides.flatMap((each) => each.bids), sides.flatMap((each) => each.asks)];
  return [{ symbol, bids, asks, hasChecksum, writtenMs: null }];
}

/** The books that a parsed message of any venue speaks of. Written apart from the native core, which it is held against. */
export function bookTexts(
  message: unknown,
  outerMs: number | null = null,
  outerSymbol: string | null = null,
): BookTexts[] {
  if (Array.isArray(message)) return listedBook(message);
  const { data: inner, result, events, arg, ...body } = objectOf(message);
  // Binance's answer to a request over a socket.
  const data = inner ?? (objectOf(result).lastUpdateId === undefined ? undefined : result);
  const named = textOf(objectOf(arg).instId) ?? outerSymbol;
  const writtenMs = isoMs(body.time ?? body.timestamp) ?? outerMs;
  if (Array.isArray(data)) return data.flatMap((each) => bookTexts(each, writtenMs, named));
  if (Array.isArray(events)) return events.flatMap((each) => bookTexts(each, writtenMs));
  if (data !== undefined) return bookTexts(data, writtenMs);
  const symbol = textOf(body.s ?? body.symbol ?? body.product_id ?? body.coin) ?? named;
  if (body.feed === 'book' && body.side !== undefined) {
    const level = levelOf(body);
    const isBid = body.side === 'buy';
    return [{ symbol, bids: isBid ? level : [], asks: isBid ? [] : level, hasChecksum: false, writtenMs }];
  }
  const sides = sidesOf(body);
  return sides === null ? [] : [{ symbol, ...sides, hasChecksum: body.checksum !== undefined, writtenMs }];
}
