import { isoMs, listOf, objectOf } from '../json.ts';
import { type Body, known, quote, type TradeText, trade, unknownMessage, type VenueMessage } from './statements.ts';

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
    const stated = trades.map((each) =>
      trade(each.product_id, each.price, each.size, each.side === 'SELL', isoMs(each.time), { id: each.trade_id }),
    );
    // Some messages have the newest first.
    const order = (each: TradeText | null): number => each?.venueMs ?? 0;
    const inOrder = stated.toSorted((a, b) => order(a) - order(b) || Number(a?.id ?? 0) - Number(b?.id ?? 0));
    return known('advanced trade', inOrder);
  }
  if (typeof channel === 'string' && passedByAdvanced.includes(channel)) return known(`advanced ${channel}`);
  return unknownMessage(channel, message);
}

/** Coinbase Exchange by `type`, Coinbase Advanced by `channel`. */
export function ofCoinbase(message: Body): VenueMessage {
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
    return known('exchange match', [
      trade(product, price, message.size, message.side === 'sell', isoMs(time), { id: message.trade_id }),
    ]);
  if (type === 'last_match') return known('exchange last_match');
  if (typeof type === 'string' && passedByCoinbase.includes(type)) return known(`exchange ${type}`);
  return unknownMessage(type, message);
}
