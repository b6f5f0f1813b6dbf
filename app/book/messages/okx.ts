import { listOf, numberOf, objectOf, textOf } from '../json.ts';
import { type Body, known, trade, unknownMessage, type VenueMessage } from './statements.ts';

const passedByOkx = ['tickers', 'funding-rate', 'instruments', 'mark-price', 'open-interest', 'opt-summary'];
const passedOfAccounts = ['account', 'orders', 'orders-algo', 'positions', 'sprd-orders'];
/** Those that state a book and then what changes in it. */
export const okxBookChannels = ['books', 'books-l2-tbt', 'books50-l2-tbt'] as const;
/** Whole books of a few levels, which the stream of all levels contains. */
const shortBooks = ['books5', 'bbo-tbt'];

/** The channels of version 5, by `arg`. */
export function ofOkx(message: Body): VenueMessage {
  const { channel: raw } = objectOf(message.arg);
  const channel = textOf(raw);
  if (message.event !== undefined || message.op !== undefined) return known('acknowledgement');
  if (okxBookChannels.some((each) => each === channel)) {
    return known(`${channel} ${message.action === 'snapshot' ? 'snapshot' : 'update'}`);
  }
  if (channel === 'trades' || channel === 'trades-all') {
    const trades = listOf(message.data).map(objectOf);
    return known(
      'trade',
      trades.map(({ instId, px, sz, side, ts, tradeId }) =>
        trade(instId, px, sz, side === 'buy', numberOf(ts), { id: tradeId, isAggregate: channel === 'trades' }),
      ),
    );
  }
  const isPassed = [...passedByOkx, ...passedOfAccounts, ...shortBooks].some((name) => name === channel);
  if (channel !== null && (isPassed || channel.startsWith('candle'))) return known(channel.slice(0, 20));
  return unknownMessage(channel, message);
}
