import type { Rule, Statement } from '../reference/referenceSync.ts';
import type { BookVenue } from '../venue.ts';

/** The decimal of an integer in units of 10^-digits, as a venue writes it. */
export function decimalText(units: bigint, digits: number): string {
  const text = units.toString().padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

export const textInstrument = { symbol: 'AB', priceDigits: 4, sizeDigits: 3, tickUnits: 50n } as const;

const pairOf = ([, ticks, size]: Statement['levels'][number]): [string, string] => [
  decimalText(ticks * textInstrument.tickUnits, textInstrument.priceDigits),
  decimalText(size, textInstrument.sizeDigits),
];

/** The venue whose words a rule is tried in. */
export const venueOfRule: Readonly<Record<Rule, BookVenue>> = {
  spot: 'binance',
  futures: 'binance',
  steps: 'bybit',
  chain: 'okx',
  whole: 'hyperliquid',
  unnumbered: 'coinbase',
};

/** A statement in the words of the rule's venue. */
export function textOf(rule: Rule, statement: Statement): string {
  const { isSnapshot, firstId, lastId, previousId, levels } = statement;
  const s = textInstrument.symbol;
  const b = levels.filter(([side]) => side === 'bid').map(pairOf);
  const a = levels.filter(([side]) => side === 'ask').map(pairOf);
  const objects = (pairs: [string, string][]) => pairs.map(([px, sz]) => ({ px, sz, n: 1 }));
  switch (rule) {
    case 'spot':
    case 'futures': {
      if (isSnapshot) return JSON.stringify({ lastUpdateId: lastId, bids: b, asks: a });
      const chain = rule === 'futures' ? { pu: previousId } : {};
      const data = { e: 'depthUpdate', E: 1_700_000_000_000, s, U: firstId, u: lastId, ...chain, b, a };
      return JSON.stringify(lastId % 2 === 0 ? { stream: 'ab@depth', data } : data);
    }
    case 'steps':
      return JSON.stringify({
        topic: `orderbook.50.${s}`,
        type: isSnapshot ? 'snapshot' : 'delta',
        ts: 1_700_000_000_000,
        data: { s, b, a, u: lastId, seq: lastId * 7 },
      });
    case 'chain': {
      const level = ([price, size]: [string, string]) => [price, size, '0', '1'];
      const ids = { ts: '1700000000000', checksum: -5, prevSeqId: isSnapshot ? -1 : previousId, seqId: lastId };
      return JSON.stringify({
        arg: { channel: 'books', instId: s },
        action: isSnapshot ? 'snapshot' : 'update',
        data: [{ asks: a.map(level), bids: b.map(level), ...ids }],
      });
    }
    case 'whole': {
      const data = { coin: s, levels: [objects(b), objects(a)], time: lastId };
      return lastId % 2 === 0
        ? JSON.stringify({ channel: 'l2Book', data })
        : JSON.stringify({ data, channel: 'l2Book' });
    }
    case 'unnumbered': {
      if (isSnapshot) return JSON.stringify({ type: 'snapshot', product_id: s, asks: a, bids: b });
      const changes = levels.map((level) => [level[0] === 'bid' ? 'buy' : 'sell', ...pairOf(level)]);
      return JSON.stringify({ type: 'l2update', product_id: s, changes, time: '2021-04-17T16:43:37.061895Z' });
    }
  }
}
