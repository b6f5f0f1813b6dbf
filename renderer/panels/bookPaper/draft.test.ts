import { expect, it } from 'vitest';
import type { KeptSeries } from '../../../app/contract/imports.ts';
import { beginningOf, type Draft, readDraft } from './draft.ts';

const hour = Date.UTC(2024, 7, 8, 10);
const kept: KeptSeries = {
  id: 'series 1',
  venue: 'v',
  symbol: 'X',
  kept: 'trades · order book',
  firstMs: hour,
  lastMs: hour + 400,
  firstBlock: null,
  lastBlock: null,
  rows: 6,
  missing: null,
};
const draft: Draft = {
  market: kept.id,
  side: 'buy',
  kind: 'limit',
  price: ' 99.5 ',
  size: '1.25',
  at: '2024-08-08T10:00:00.010Z',
  cancelAfter: '0.5',
  makerPercent: '-0.01',
  takerPercent: '0.04',
};
const read = (part: Partial<Draft>) => readDraft({ ...draft, ...part }, [kept]);

it('reads percents as millionths, seconds as milliseconds, and times as UTC with or without saying so', () => {
  expect(read({})).toMatchObject({
    ask: {
      venue: 'v',
      symbol: 'X',
      makerPpm: -100,
      takerPpm: 400,
      orders: [{ price: '99.5', size: '1.25', atMs: hour + 10, cancelAfterMs: 500 }],
    },
  });
  for (const at of ['2024-08-08T10:00:00', '2024-08-08 10:00', '2024-08-08T10:00Z'])
    expect(read({ at })).toMatchObject({ ask: { orders: [{ atMs: hour }] } });
  expect(read({ kind: 'market', price: 'left from before', cancelAfter: '' })).toMatchObject({
    ask: { orders: [{ price: null, cancelAfterMs: null }] },
  });
});

it('names the field that is wrong', () => {
  const wrong: readonly (readonly [Partial<Draft>, string])[] = [
    [{ price: '' }, 'the price'],
    [{ price: '-1' }, 'the price'],
    [{ size: '1,5' }, 'the size'],
    [{ at: 'yesterday' }, 'when it is sent'],
    [{ at: '2024-13-08' }, 'when it is sent'],
    [{ cancelAfter: '0' }, 'when it is cancelled'],
    [{ makerPercent: '' }, 'what a maker pays'],
    [{ takerPercent: '-1' }, 'what a taker pays'],
    [{ market: 'series 2' }, 'the market'],
  ];
  for (const [part, field] of wrong) expect(read(part), JSON.stringify(part)).toEqual({ wrong: field });
});

it('begins a second into what is kept, or in the middle where that is shorter', () => {
  expect(beginningOf(kept)).toBe('2024-08-08T10:00:00.200Z');
  expect(beginningOf({ ...kept, lastMs: hour + 60_000 })).toBe('2024-08-08T10:00:01.000Z');
});
