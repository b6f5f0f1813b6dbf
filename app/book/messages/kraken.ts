import { isoMs, listOf, numberOf, objectOf, textOf } from '../json.ts';
import { type Body, known, quote, trade, unknownMessage, type VenueMessage } from './statements.ts';

function ofKrakenList(message: readonly unknown[]): VenueMessage {
  const [name, pair] = message.slice(-2);
  const channel = textOf(name)?.split('-')[0];
  if (channel === 'book') return known('v1 book');
  if (channel === 'ticker') {
    const { b, a } = objectOf(message[1]);
    const [bid, , bidSize] = listOf(b);
    const [ask, , askSize] = listOf(a);
    return known('v1 ticker', [quote(pair, [bid, bidSize], [ask, askSize])]);
  }
  if (channel === 'spread') {
    const [bid, ask, time, bidSize, askSize] = listOf(message[1]);
    const seconds = numberOf(time);
    return known('v1 spread', [
      quote(pair, [bid, bidSize], [ask, askSize], { venueMs: seconds === null ? null : seconds * 1000 }),
    ]);
  }
  if (channel === 'trade') {
    const trades = listOf(message[1]).map((each) => {
      const [price, size, time, side] = listOf(each);
      return trade(pair, price, size, side === 'b', (numberOf(time) ?? 0) * 1000);
    });
    return known('v1 trade', trades);
  }
  return channel === 'ohlc' ? known('v1 ohlc') : unknownMessage(name, message);
}

const passedByKrakenFutures = [
  'heartbeat',
  'ticker_lite',
  'trade_snapshot',
  'fills',
  'fills_snapshot',
  'open_orders',
  'open_orders_snapshot',
];

function ofKrakenFutures(message: Body): VenueMessage {
  const { feed, product_id: product, event } = message;
  if (event !== undefined) return known('futures acknowledgement');
  if (feed === 'book' || feed === 'book_snapshot') return known(`futures ${feed}`);
  if (feed === 'ticker') {
    const quoted = quote(product, [message.bid, message.bid_size], [message.ask, message.ask_size], {
      venueMs: numberOf(message.time),
    });
    return known('futures ticker', [quoted]);
  }
  if (feed === 'trade') {
    return known('futures trade', [
      trade(product, message.price, message.qty, message.side === 'buy', numberOf(message.time), { id: message.uid }),
    ]);
  }
  if (typeof feed === 'string' && passedByKrakenFutures.includes(feed)) return known(`futures ${feed}`);
  return unknownMessage(feed, message);
}

const passedByKraken = ['heartbeat', 'status', 'ohlc', 'instrument', 'level3', 'executions', 'balances'];

/** Version 1 in lists, version 2 by `channel`, futures by `feed`. */
export function ofKraken(message: unknown): VenueMessage {
  if (Array.isArray(message)) return ofKrakenList(message);
  const body = objectOf(message);
  const { channel, event, feed, method } = body;
  if (feed !== undefined) return ofKrakenFutures(body);
  if (typeof event === 'string') return known(`v1 ${event.slice(0, 20)}`);
  if (typeof method === 'string') return known('v2 acknowledgement');
  const data = listOf(body.data).map(objectOf);
  if (channel === 'book') return known('v2 book');
  if (channel === 'ticker') {
    const quotes = data.map((each) =>
      quote(each.symbol, [each.bid, each.bid_qty], [each.ask, each.ask_qty], { venueMs: isoMs(each.timestamp) }),
    );
    return known('v2 ticker', quotes);
  }
  if (channel === 'trade') {
    const trades = data.map((each) =>
      trade(each.symbol, each.price, each.qty, each.side === 'buy', isoMs(each.timestamp), { id: each.trade_id }),
    );
    return known('v2 trade', trades);
  }
  if (typeof channel === 'string' && passedByKraken.includes(channel)) return known(`v2 ${channel}`);
  return unknownMessage(channel, message);
}

/** What version 2 says of the digits of its instruments, if a message is about them: its checksums are over so many. */
export function krakenDigits(
  message: unknown,
): readonly { readonly symbol: string; readonly price: number; readonly size: number }[] {
  const { channel, data } = objectOf(message);
  if (channel !== 'instrument') return [];
  return listOf(objectOf(data).pairs)
    .map(objectOf)
    .flatMap((each) => {
      const [symbol, price, size] = [textOf(each.symbol), numberOf(each.price_precision), numberOf(each.qty_precision)];
      return symbol === null || price === null || size === null ? [] : [{ symbol, price, size }];
    });
}
