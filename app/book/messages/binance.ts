import { numberOf, objectOf } from '../json.ts';
import { type Body, known, quote, trade, unknownMessage, type VenueMessage } from './statements.ts';

const passedByBinance = ['kline', '24hrTicker', '24hrMiniTicker', 'markPriceUpdate', 'forceOrder', 'avgPrice'];

/** What books of some levels are called, which state themselves whole each time. */
export const partialDepth = 'partial depth';
/** Whether a stream's name is of books of some levels, stated whole each time: `btcusdt@depth20@100ms`. */
export const isPartialStream = (stream: unknown): boolean => typeof stream === 'string' && /@depth\d/.test(stream);

/** Spot and USD-M, bare or in the envelope of a combined stream. */
export function ofBinance(message: Body): VenueMessage {
  const body = message.stream === undefined ? message : objectOf(message.data);
  const { e: event, s, T, E } = body;
  if (isPartialStream(message.stream)) return known(partialDepth);
  if (objectOf(body.result).lastUpdateId !== undefined) return known('depth answer');
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
    const isAggregate = event === 'aggTrade';
    const rest = { id: isAggregate ? body.a : body.t, isAggregate };
    return known(event, [trade(s, body.p, body.q, body.m === false, numberOf(T), rest)]);
  }
  if (body.result !== undefined && body.id !== undefined) return known('acknowledgement');
  if (typeof event === 'string' && passedByBinance.includes(event)) return known(event);
  return unknownMessage(event, message);
}
