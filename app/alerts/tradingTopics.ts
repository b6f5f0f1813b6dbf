import type { OpportunityRow, OrderRow, TicketRow } from '../contract/panelStream.ts';
import { figure, inToken, native, poolsOf, routeName, tokensOf, venuesOf, word } from './fields.ts';
import type { AlertTopicDefinition } from './topic.ts';

const hopsOf = ({ hops }: Pick<OpportunityRow, 'hops'>): OpportunityRow['hops'] => hops;

export const opportunityAlerts: AlertTopicDefinition<OpportunityRow> = {
  title: 'Opportunities',
  rows: 'events',
  fields: {
    net: native('what it would bring after gas', ({ net }) => net),
    gross: inToken('what it would bring before gas', ({ profitToken, gross }) => [profitToken, gross]),
    size: inToken('what goes in', ({ profitToken, amountIn }) => [profitToken, amountIn]),
    gas: native('what its gas would cost', ({ gasCost }) => gasCost),
    hops: figure('pools it goes through', '', ({ hops }) => hops.length),
    state: word('found, rejected, gone, awaitingApproval, submitted, landed, lost …', ({ state }) => state),
    reason: word('code of why it was rejected', ({ reason }) => reason?.code ?? ''),
    detail: word('what became of it, in words', ({ detail }) => detail),
    strategy: word('the strategy that found it', ({ strategy }) => strategy),
    token: tokensOf(hopsOf),
    pool: poolsOf(hopsOf),
    venue: venuesOf(hopsOf),
  },
  example: 'net > 0.05 and token = LINK',
  name: ({ hops }, context) => routeName(hops, context),
  subject: ({ id }) => ({ kind: 'opportunity', id }),
};

export const ticketAlerts: AlertTopicDefinition<TicketRow> = {
  title: 'Tickets',
  rows: 'events',
  fields: {
    net: native('what it is expected to bring after gas', ({ net }) => net),
    size: inToken('what goes in', ({ profitToken, amountIn }) => [profitToken, amountIn]),
    state: word('simulating, awaitingApproval, ordered, rejected, expired', ({ state }) => state),
    authority: word('approval or grant', ({ authority }) => authority),
    reason: word('code of why it was rejected', ({ reason }) => reason?.code ?? ''),
    token: tokensOf(hopsOf),
    pool: poolsOf(hopsOf),
    venue: venuesOf(hopsOf),
  },
  example: 'state = awaitingApproval and net > 0.1',
  name: ({ hops }, context) => routeName(hops, context),
  subject: ({ id }) => ({ kind: 'ticket', id }),
};

export const orderAlerts: AlertTopicDefinition<OrderRow> = {
  title: 'Orders',
  rows: 'events',
  fields: {
    net: native('what it brought after gas, once it landed', ({ net }) => net),
    predicted: native('what it was predicted to bring', ({ predictedNet }) => predictedNet),
    shortfall: native('predicted less what it brought', ({ predictedNet, net }) =>
      net === null ? null : predictedNet - net,
    ),
    gas: native('gas that was paid', ({ gasPaid }) => gasPaid),
    state: word('intended, signed, submitted, landed, reverted, replaced, dropped, refused', ({ state }) => state),
    reason: word('code of why it failed', ({ reason }) => reason?.code ?? ''),
    detail: word('what became of it, in words', ({ detail }) => detail),
    way: word('how it was submitted', ({ submission }) => submission),
    transaction: word('hash of its transaction', ({ transactionHash }) => transactionHash ?? ''),
    nonce: figure('its nonce', '', ({ nonce }) => nonce),
  },
  example: 'state = reverted or shortfall > 0.01',
  name: ({ route }) => route,
  subject: ({ ticketId }) => ({ kind: 'ticket', id: ticketId }),
};

/** A pool's last price; the engine makes these rows only while a rule asks for them. */
export interface PriceRow {
  readonly id: string;
  readonly pool: string;
  readonly symbol: string;
  readonly venue: string;
  /** Whole quote tokens for one whole base token: for looking at. */
  readonly price: number;
  /** Of the last minute bar: from its open to its close, in per cent. */
  readonly minuteChangePercent: number;
  readonly trades: number;
}

export const priceAlerts: AlertTopicDefinition<PriceRow> = {
  title: 'Prices of pools',
  rows: 'figure',
  fields: {
    price: figure('last price, second token for one of the first', 'quote', ({ price }) => price),
    inverse: figure('the other way round: first token for one of the second', 'base', ({ price }) =>
      price === 0 ? null : 1 / price,
    ),
    change: figure('change within its last minute bar', '%', ({ minuteChangePercent }) => minuteChangePercent),
    trades: figure('swaps since it is followed', '', ({ trades }) => trades),
    pool: word('address of the pool', ({ pool }) => pool),
    pair: word('its pair as the chart names it, “LINK / WETH”', ({ symbol }) => symbol),
    venue: word('its venue', ({ venue }) => venue),
  },
  example: 'pair = "LINK / WETH" and price crosses 0.005',
  name: ({ symbol, venue }) => `${symbol} on ${venue}`,
  named: ['pool', 'pair', 'venue'],
  subject: ({ pool }) => ({ kind: 'pool', address: pool as never }),
};
