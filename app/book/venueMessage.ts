import { isoMs, listOf, numberOf, objectOf, textOf } from './json.ts';
import type { BookVenue } from './venue.ts';

/** A venue's own best bid and ask, as its texts stand. */
export interface QuoteText {
  readonly kind: 'quote';
  readonly symbol: string;
  readonly bid: string;
  readonly bidSize: string | null;
  readonly ask: string;
  readonly askSize: string | null;
  /** The book's update id as of which it holds, where the venue says so. */
  readonly updateId: number | null;
  readonly venueMs: number | null;
}

export interface TradeText {
  readonly kind: 'trade';
  readonly symbol: string;
  readonly price: string;
  readonly size: string;
  readonly takerBuys: boolean;
  readonly venueMs: number | null;
}

/** What a message is, by its content: protocols of one venue have names of their own. */
export interface VenueMessage {
  readonly name: string;
  /** Whether the product knows this kind; it may still pass it over. */
  readonly isKnown: boolean;
  readonly statements: readonly (QuoteText | TradeText)[];
}

type Body = Readonly<Record<string, unknown>>;
const longestName = 60;

const known = (name: string, statements: readonly (QuoteText | TradeText | null)[] = []): VenueMessage => ({
  name,
  isKnown: true,
  statements: statements.filter((each) => each !== null),
});

function unknownMessage(name: unknown, message: unknown): VenueMessage {
  const keys = Object.keys(objectOf(message)).slice(0, 6).join(',');
  const shown = (textOf(name) ?? (Array.isArray(message) ? 'a list' : `{${keys}}`)).slice(0, longestName);
  return { name: JSON.stringify(shown).slice(1, -1), isKnown: false, statements: [] };
}

function quote(
  symbol: unknown,
  [bid, bidSize]: readonly unknown[],
  [ask, askSize]: readonly unknown[],
  rest: { updateId?: unknown; venueMs?: number | null } = {},
): QuoteText | null {
  const [name, bidText, askText] = [textOf(symbol), textOf(bid), textOf(ask)];
  if (name === null || bidText === null || askText === null) return null;
  const sizes = { bidSize: textOf(bidSize), askSize: textOf(askSize) };
  const { updateId, venueMs = null } = rest;
  return { kind: 'quote', symbol: name, bid: bidText, ask: askText, ...sizes, updateId: numberOf(updateId), venueMs };
}

function trade(
  symbol: unknown,
  price: unknown,
  size: unknown,
  takerBuys: boolean,
  venueMs: number | null,
): TradeText | null {
  const [name, priceText, sizeText] = [textOf(symbol), textOf(price), textOf(size)];
  if (name === null || priceText === null || sizeText === null) return null;
  return { kind: 'trade', symbol: name, price: priceText, size: sizeText, takerBuys, venueMs };
}

const passedByBinance = ['kline', '24hrTicker', '24hrMiniTicker', 'markPriceUpdate', 'forceOrder', 'avgPrice'];

function ofBinance(message: Body): VenueMessage {
  const body = message.stream === undefined ? message : objectOf(message.data);
  const { e: event, s, T, E } = body;
  if (event === 'depthUpdate') return known(body.pu === undefined ? 'spot diff' : 'futures diff');
  if (body.lastUpdateId !== undefined) return known('depth answer');
  // Spot's quotes have no event name.
  if (event === 'bookTicker' || (event === undefined && body.B !== undefined && body.A !== undefined)) {
    const rest = { updateId: body.u, venueMs: numberOf(T ?? E) };
    return known(event === undefined ? 'spot quote' : 'futures quote', [
      quote(s, [body.b, body.B], [body.a, body.A], rest),
    ]);
  }
  if (event === 'trade' || event === 'aggTrade') {
    return known(event, [trade(s, body.p, body.q, body.m === false, numberOf(T))]);
  }
  if (body.result !== undefined && body.id !== undefined) return known('acknowledgement');
  if (typeof event === 'string' && passedByBinance.includes(event)) return known(event);
  return unknownMessage(event, message);
}

const passedByBybit = ['tickers', 'kline', 'liquidation', 'allLiquidation', 'order', 'execution', 'position', 'wallet'];

function ofBybit(message: Body): VenueMessage {
  const topic = textOf(message.topic)?.split('.')[0];
  if (topic === 'orderbook') return known(`orderbook ${message.type === 'snapshot' ? 'snapshot' : 'delta'}`);
  if (topic === 'publicTrade' || topic === 'trade') {
    const trades = listOf(message.data).map(objectOf);
    return known(
      'trade',
      trades.map(({ s, p, v, S, T }) => trade(s, p, v, S === 'Buy', numberOf(T))),
    );
  }
  if (topic !== undefined && passedByBybit.includes(topic)) return known(topic);
  if (typeof message.op === 'string') return known('acknowledgement');
  return unknownMessage(message.topic, message);
}

const passedByCoinbase = ['subscriptions', 'heartbeat', 'status', 'error', 'received', 'open', 'done', 'change'];
const passedByAdvanced = ['subscriptions', 'heartbeats', 'status', 'candles', 'user', 'ticker_batch'];

function ofCoinbaseAdvanced(message: Body): VenueMessage {
  const { channel } = message;
  const events = listOf(message.events).map(objectOf);
  if (channel === 'l2_data') return known('advanced l2_data');
  if (channel === 'ticker') {
    const venueMs = isoMs(message.timestamp);
    const tickers = events.flatMap(({ tickers }) => listOf(tickers).map(objectOf));
    const quotes = tickers.map((each) =>
      quote(each.product_id, [each.best_bid, each.best_bid_quantity], [each.best_ask, each.best_ask_quantity], {
        venueMs,
      }),
    );
    return known('advanced ticker', quotes);
  }
  if (channel === 'market_trades') {
    const trades = events.flatMap(({ trades }) => listOf(trades).map(objectOf));
    // The side is the maker's.
    return known(
      'advanced trade',
      trades.map((each) => trade(each.product_id, each.price, each.size, each.side === 'SELL', isoMs(each.time))),
    );
  }
  if (typeof channel === 'string' && passedByAdvanced.includes(channel)) return known(`advanced ${channel}`);
  return unknownMessage(channel, message);
}

function ofCoinbase(message: Body): VenueMessage {
  if (message.channel !== undefined) return ofCoinbaseAdvanced(message);
  const { type, product_id: product, price, time } = message;
  if (type === 'snapshot' || type === 'l2update') return known(`exchange ${type}`);
  if (type === 'ticker') {
    const quoted = quote(
      product,
      [message.best_bid, message.best_bid_size],
      [message.best_ask, message.best_ask_size],
      {
        venueMs: isoMs(time),
      },
    );
    return known('exchange ticker', [quoted]);
  }
  // The side is the maker's. last_match is of before the connection.
  if (type === 'match')
    return known('exchange match', [trade(product, price, message.size, message.side === 'sell', isoMs(time))]);
  if (type === 'last_match') return known('exchange last_match');
  if (typeof type === 'string' && passedByCoinbase.includes(type)) return known(`exchange ${type}`);
  return unknownMessage(type, message);
}

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
      trade(product, message.price, message.qty, message.side === 'buy', numberOf(message.time)),
    ]);
  }
  if (typeof feed === 'string' && passedByKrakenFutures.includes(feed)) return known(`futures ${feed}`);
  return unknownMessage(feed, message);
}

const passedByKraken = ['heartbeat', 'status', 'ohlc', 'instrument', 'level3', 'executions', 'balances'];

function ofKraken(message: unknown): VenueMessage {
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
      trade(each.symbol, each.price, each.qty, each.side === 'buy', isoMs(each.timestamp)),
    );
    return known('v2 trade', trades);
  }
  if (typeof channel === 'string' && passedByKraken.includes(channel)) return known(`v2 ${channel}`);
  return unknownMessage(channel, message);
}

const passedByHyperliquid = [
  'subscriptionResponse',
  'pong',
  'allMids',
  'candle',
  'activeAssetCtx',
  'notification',
  'error',
];

function ofHyperliquid(message: Body): VenueMessage {
  const { channel } = message;
  if (channel === 'l2Book' || message.levels !== undefined) return known('l2Book');
  if (channel === 'trades') {
    const trades = listOf(message.data).map(objectOf);
    return known(
      'trade',
      trades.map(({ coin, px, sz, side, time }) => trade(coin, px, sz, side === 'B', numberOf(time))),
    );
  }
  if (channel === 'bbo') {
    const { coin, time, bbo } = objectOf(message.data);
    const [bid, ask] = listOf(bbo).map(objectOf);
    return known('bbo', [quote(coin, [bid?.px, bid?.sz], [ask?.px, ask?.sz], { venueMs: numberOf(time) })]);
  }
  if (typeof channel === 'string' && passedByHyperliquid.includes(channel)) return known(channel);
  return unknownMessage(channel, message);
}

/** Tells what a parsed message of a venue is, and its quotes and trades. Books are read by the native core, from the text itself. */
export function venueMessage(venue: BookVenue, message: unknown): VenueMessage {
  switch (venue) {
    case 'binance':
      return ofBinance(objectOf(message));
    case 'bybit':
      return ofBybit(objectOf(message));
    case 'coinbase':
      return ofCoinbase(objectOf(message));
    case 'kraken':
      return ofKraken(message);
    case 'hyperliquid':
      return ofHyperliquid(objectOf(message));
  }
}
