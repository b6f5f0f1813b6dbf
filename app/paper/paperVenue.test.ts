import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { Address } from '../domain/hex.ts';
import type { Asset, ChainBalances } from '../domain/ledger.ts';
import type { PaperVerdict } from '../domain/paper.ts';
import type { InclusionBlock } from './judgeBlock.ts';
import { PaperVenue } from './paperVenue.ts';
import type { StatesAtPlace } from './runPlan.ts';
import { StatesBefore } from './statesBefore.ts';
import {
  apart,
  blockOf,
  certain,
  cheap,
  dear,
  hash,
  memberOf,
  orderOf,
  relayWay,
  statesOf,
  swaps,
  syncOf,
  v2,
  weth,
} from './testing/paperWorld.ts';

const terms = { seed: 1, statistics: certain(true), source: 'a test', twins: [] };
const ether = 10n ** 18n;
const best = 11n * ether;

function chainAt(number: number): ChainBalances {
  const wallet = new Map<Asset, bigint>([['native', 100n * ether]]);
  return { block: { number, hash: hash(number) }, wallet, executor: new Map(), nonce: 0 };
}

function venueWith(order = orderOf(0, { amountIn: best })): PaperVenue {
  const venue = new PaperVenue(terms, swaps());
  venue.submit(memberOf(order), 9, 9_400);
  return venue;
}

/** A block that is judged as soon as it is heard of. */
function passed(
  venue: PaperVenue,
  block: InclusionBlock,
  states: StatesAtPlace,
): { readonly verdicts: readonly PaperVerdict[]; readonly held: readonly Address[] } {
  const verdicts = venue.judge(venue.hear(block.head.number, block.chainEvents, states), block);
  return { verdicts, held: venue.held };
}

describe('the venue on paper', () => {
  it('books what landed on top of the chain, from the block it landed in', () => {
    const venue = venueWith();
    const { verdicts } = passed(venue, blockOf(10), statesOf(apart));
    const profit = verdicts[0]?.profit ?? 0n;
    expect(profit).toBeGreaterThan(0n);
    expect(venue.account.balancesOn(chainAt(9))).toEqual(chainAt(9));
    const after = venue.account.balancesOn(chainAt(10));
    expect(after.nonce).toBe(1);
    expect(after.wallet.get(weth)).toBe(profit);
    expect(after.wallet.get('native')).toBe(100n * ether - 200_000n * 100n);
    expect(venue.account.receiptsOf([hash(0x1000)], { number: 9, hash: hash(9) })).toEqual([]);
    expect(venue.account.receiptsOf([hash(0x1000)], { number: 10, hash: hash(10) })).toMatchObject([
      { succeeded: true, tokenDeltas: [{ token: weth, amount: profit }] },
    ]);
  });

  it('takes a gap once, until somebody closes it on the chain', () => {
    const venue = venueWith();
    expect(passed(venue, blockOf(10), statesOf(apart)).held).toEqual([dear, cheap]);
    venue.submit(memberOf(orderOf(1, { amountIn: best })), 10, 9_400);
    const again = passed(venue, blockOf(11), statesOf(apart));
    expect(again.verdicts).toMatchObject([{ outcome: 'reverted', cause: 'GUARD_MIN_PROFIT' }]);
    const closing = blockOf(12, { events: [syncOf(dear, hash(77), v2(1_025n, 2_050n))] });
    expect(passed(venue, closing, statesOf(apart)).held).toEqual([]);
    expect(venue.isIdle).toBe(true);
  });

  it('judges what stood before a block was heard of, on the pools of then, though the market has gone on', () => {
    const market = new Map(apart);
    const before = new StatesBefore((pool) => market.get(pool));
    const venue = venueWith();
    before.keep([dear]);
    const heard = venue.hear(10, [], before.at);
    market.set(dear, v2(1_025n, 2_050n));
    venue.submit(memberOf(orderOf(1, { amountIn: best })), 10, 10_100);
    const verdicts = venue.judge(heard, blockOf(10));
    expect(verdicts).toMatchObject([{ orderId: 'o0', outcome: 'landed' }]);
    expect(verdicts[0]?.profit).toBe(passed(venueWith(), blockOf(10), statesOf(apart)).verdicts[0]?.profit);
  });

  it('judges a block that came before the last one was judged, without what that one took', () => {
    const venue = venueWith();
    const first = venue.hear(10, [], statesOf(apart));
    const closing = [syncOf(dear, hash(77), v2(1_025n, 2_050n))];
    const second = venue.hear(11, closing, statesOf(apart));
    expect(venue.judge(first, blockOf(10))).toMatchObject([{ outcome: 'landed' }]);
    expect(venue.held).toEqual([dear, cheap]);
    expect(venue.judge(second, blockOf(11, { events: closing }))).toEqual([]);
    expect([venue.held, venue.isIdle]).toEqual([[], true]);
  });

  it('lets go of a gap as soon as it hears of the block that closes it', () => {
    const venue = venueWith();
    passed(venue, blockOf(10), statesOf(apart));
    venue.hear(11, [syncOf(dear, hash(77), v2(1_025n, 2_050n))], statesOf(apart));
    expect(venue.held).toEqual([]);
  });

  it('takes back what a block that never happened took', () => {
    const venue = venueWith();
    passed(venue, blockOf(10), statesOf(apart));
    venue.rollback(9);
    expect(venue.account.balancesOn(chainAt(10))).toEqual(chainAt(10));
    venue.submit(memberOf(orderOf(0, { amountIn: best })), 9, 9_400);
    expect(passed(venue, blockOf(10), statesOf(apart)).verdicts).toMatchObject([{ outcome: 'landed' }]);
  });

  it('replaces at a nonce only for more, as a node does', () => {
    const venue = venueWith();
    const cancel = { ...orderOf(0, { tip: 3n }), id: 'c', kind: 'cancel' as const, transactionHash: hash(0x77) };
    venue.submit(
      { order: { ...cancel, plan: { ...cancel.plan, maxPriorityFeePerGas: wei(0n) } }, gasUsed: 21_000 },
      9,
      9_400,
    );
    venue.submit({ order: cancel, gasUsed: 21_000 }, 9, 9_400);
    expect(passed(venue, blockOf(10), statesOf(apart)).verdicts).toMatchObject([
      { orderId: 'c', outcome: 'landed', profit: 0n },
    ]);
  });

  it('refuses a nonce that was used, as a node does, and knows its own again', () => {
    const venue = venueWith();
    passed(venue, blockOf(10), statesOf(apart));
    const cancel = { ...orderOf(0, { tip: 3n }), id: 'c', kind: 'cancel' as const, transactionHash: hash(0x77) };
    const late = { order: cancel, gasUsed: 21_000 };
    expect(venue.submit(late, 10, 10_100)).toMatch('next nonce 1, tx nonce 0');
    expect(venue.submit(memberOf(orderOf(0, { amountIn: best })), 10, 10_100)).toBeNull();
    expect(passed(venue, blockOf(11), statesOf(apart)).verdicts).toEqual([]);
    venue.rollback(9);
    expect(venue.submit(late, 9, 10_200)).toBeNull();
  });

  it('does not let a twin take what was decided before the twin had it', () => {
    const twinned = { twinPools: [dear, cheap] };
    const taken = statesOf(new Map([...apart, [dear, v2(1_025n, 2_050n)] as const]));
    const late = { ...terms, statistics: certain(false) };
    const judgedAgain = (since: number): unknown => {
      const venue = new PaperVenue({ ...late, twins: [weth] }, swaps());
      const order = { ...orderOf(0, { amountIn: best }), decidedAt: { number: since, hash: hash(since) } };
      venue.submit(memberOf(order), 9, 9_400);
      // Not drawn into the twin's block; the next one finds the chain without the gap.
      expect(passed(venue, blockOf(10, twinned), statesOf(apart)).verdicts[0]?.cause).toBe('NOT_DRAWN');
      return venue.simulate([memberOf(order)], 10, taken)[0]?.error;
    };
    expect(judgedAgain(9)).toBe('');
    expect(judgedAgain(10)).toBe('GUARD_MIN_PROFIT');
  });

  it('asks a relay for a bundle in one block alone, the newest for it', () => {
    const venue = new PaperVenue(terms, swaps());
    const first = memberOf(orderOf(0, { submission: relayWay }));
    const members = [memberOf({ ...orderOf(0, { submission: relayWay, amountIn: best }), id: 'newest' })];
    venue.sendBundle('r', 10, { members: [first], maxTimestampS: 99, reverting: [], handedMs: 9_400 });
    venue.sendBundle('r', 10, { members, maxTimestampS: 99, reverting: [], handedMs: 9_400 });
    venue.sendBundle('r', 11, { members: [first], maxTimestampS: 99, reverting: [], handedMs: 9_400 });
    venue.cancelBundle('r', 11);
    expect(passed(venue, blockOf(10), statesOf(apart)).verdicts).toMatchObject([{ orderId: 'newest' }]);
    expect(passed(venue, blockOf(11), statesOf(apart)).verdicts).toEqual([]);
  });

  it('says what a bundle would do, one member behind the other', () => {
    const venue = new PaperVenue(terms, swaps());
    const members = [0, 1].map((nonce) => memberOf(orderOf(nonce, { submission: relayWay, amountIn: best })));
    expect(venue.simulate(members, 10, statesOf(apart)).map(({ error }) => error)).toEqual(['', 'GUARD_MIN_PROFIT']);
  });

  it('goes on where its books stood before a restart', () => {
    const changes = new Map<Asset, bigint>([[weth, 5n]]);
    const venue = new PaperVenue(terms, swaps(), { changes, transactions: 3, receipts: [] });
    const balances = venue.account.balancesOn(chainAt(10));
    expect([balances.nonce, balances.wallet.get(weth)]).toEqual([3, 5n]);
    venue.submit(memberOf(orderOf(3)), 10, 9_400);
    expect(passed(venue, blockOf(11), statesOf(apart)).verdicts).toMatchObject([{ outcome: 'landed' }]);
  });
});
