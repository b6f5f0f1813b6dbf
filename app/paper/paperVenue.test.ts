import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import type { Asset, ChainBalances } from '../domain/ledger.ts';
import { PaperVenue } from './paperVenue.ts';
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
  venue.submit(memberOf(order), { number: 9, hash: hash(9) }, 9_400);
  return venue;
}

describe('the venue on paper', () => {
  it('books what landed on top of the chain, from the block it landed in', () => {
    const venue = venueWith();
    const { verdicts } = venue.onBlock(blockOf(10), statesOf(apart));
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
    expect(venue.onBlock(blockOf(10), statesOf(apart)).held).toEqual([dear, cheap]);
    venue.submit(memberOf(orderOf(1, { amountIn: best })), { number: 10, hash: hash(10) }, 9_400);
    const again = venue.onBlock(blockOf(11), statesOf(apart));
    expect(again.verdicts).toMatchObject([{ outcome: 'reverted', cause: 'GUARD_MIN_PROFIT' }]);
    const closing = blockOf(12, { events: [syncOf(dear, hash(77), v2(1_025n, 2_050n))] });
    expect(venue.onBlock(closing, statesOf(apart)).held).toEqual([]);
    expect(venue.isIdle).toBe(true);
  });

  it('takes back what a block that never happened took', () => {
    const venue = venueWith();
    venue.onBlock(blockOf(10), statesOf(apart));
    venue.rollback(9);
    expect(venue.account.balancesOn(chainAt(10))).toEqual(chainAt(10));
    venue.submit(memberOf(orderOf(0, { amountIn: best })), { number: 9, hash: hash(9) }, 9_400);
    expect(venue.onBlock(blockOf(10), statesOf(apart)).verdicts).toMatchObject([{ outcome: 'landed' }]);
  });

  it('replaces at a nonce only for more, as a node does', () => {
    const venue = venueWith();
    const cancel = { ...orderOf(0, { tip: 3n }), id: 'c', kind: 'cancel' as const, transactionHash: hash(0x77) };
    venue.submit(
      { order: { ...cancel, plan: { ...cancel.plan, maxPriorityFeePerGas: wei(0n) } }, gasUsed: 21_000 },
      { number: 9, hash: hash(9) },
      9_400,
    );
    venue.submit({ order: cancel, gasUsed: 21_000 }, { number: 9, hash: hash(9) }, 9_400);
    expect(venue.onBlock(blockOf(10), statesOf(apart)).verdicts).toMatchObject([
      { orderId: 'c', outcome: 'landed', profit: 0n },
    ]);
  });

  it('does not let a twin take what was handed over before the twin had it', () => {
    const twinned = { twinPools: [dear, cheap] };
    const taken = statesOf(new Map([...apart, [dear, v2(1_025n, 2_050n)] as const]));
    const late = { ...terms, statistics: certain(false) };
    const judgedAgain = (since: number): unknown => {
      const venue = new PaperVenue({ ...late, twins: [weth] }, swaps());
      const order = { ...orderOf(0, { amountIn: best }), submittedAt: { number: since, hash: hash(since) } };
      venue.submit(memberOf(order), { number: since, hash: hash(since) }, 9_400);
      // Not drawn into the twin's block; the next one finds the chain without the gap.
      expect(venue.onBlock(blockOf(10, twinned), statesOf(apart)).verdicts[0]?.cause).toBe('NOT_DRAWN');
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
    expect(venue.onBlock(blockOf(10), statesOf(apart)).verdicts).toMatchObject([{ orderId: 'newest' }]);
    expect(venue.onBlock(blockOf(11), statesOf(apart)).verdicts).toEqual([]);
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
    venue.submit(memberOf(orderOf(3)), { number: 10, hash: hash(10) }, 9_400);
    expect(venue.onBlock(blockOf(11), statesOf(apart)).verdicts).toMatchObject([{ outcome: 'landed' }]);
  });
});
