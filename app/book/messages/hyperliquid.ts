import { listOf, numberOf, objectOf } from '../json.ts';
import { type Body, known, quote, trade, unknownMessage, type VenueMessage } from './statements.ts';

const passedByHyperliquid = [
  'subscriptionResponse',
  'pong',
  'allMids',
  'candle',
  'activeAssetCtx',
  'notification',
  'error',
];

/** By `channel`, or a bare answer. */
export function ofHyperliquid(message: Body): VenueMessage {
  const { channel } = message;
  if (channel === 'l2Book' || message.levels !== undefined) return known('l2Book');
  if (channel === 'trades') {
    const trades = listOf(message.data).map(objectOf);
    return known(
      'trade',
      trades.map(({ coin, px, sz, side, time, tid }) => trade(coin, px, sz, side === 'B', numberOf(time), { id: tid })),
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
