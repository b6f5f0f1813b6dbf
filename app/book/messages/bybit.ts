import { listOf, numberOf, objectOf, textOf } from '../json.ts';
import { type Body, known, trade, unknownMessage, type VenueMessage } from './statements.ts';

const passedByBybit = ['tickers', 'kline', 'liquidation', 'allLiquidation', 'order', 'execution', 'position', 'wallet'];

/** The public topics of version 5. */
export function ofBybit(message: Body): VenueMessage {
  const topic = textOf(message.topic)?.split('.')[0];
  if (topic === 'orderbook') return known(`orderbook ${message.type === 'snapshot' ? 'snapshot' : 'delta'}`);
  if (topic === 'publicTrade' || topic === 'trade') {
    const trades = listOf(message.data).map(objectOf);
    return known(
      'trade',
      trades.map(({ s, p, v, S, T, i }) => trade(s, p, v, S === 'Buy', numberOf(T), { id: i })),
    );
  }
  if (topic !== undefined && passedByBybit.includes(topic)) return known(topic);
  if (typeof message.op === 'string') return known('acknowledgement');
  return unknownMessage(message.topic, message);
}
