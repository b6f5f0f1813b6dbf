import { describe, expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { type Judgement, judgeBlock, type PaperOffer } from './judgeBlock.ts';
import {
  apart,
  blockOf,
  certain,
  cheap,
  dear,
  hash,
  headOf,
  memberOf,
  orderOf,
  other,
  relayWay,
  statesOf,
  swaps,
  syncOf,
  v2,
} from './testing/paperWorld.ts';

const ether = 10n ** 18n;
const swapPool = swaps();

function judge(offers: readonly PaperOffer[], fields: Partial<Judgement> = {}) {
  return judgeBlock(offers, {
    block: blockOf(10),
    before: () => statesOf(apart),
    own: new Map(),
    nonce: 0,
    statistics: certain(true),
    seed: 1,
    swapPool,
    ...fields,
  });
}

function offer(way: 'public' | 'relay', ...orders: readonly Order[]): PaperOffer {
  const members = orders.map((order) => memberOf(order));
  return { way, members, mayRevert: new Set(), since: 9, maxTimestampS: Number.MAX_SAFE_INTEGER, handedMs: 9_400 };
}

const relayed = (nonce: number, fields = {}): Order => orderOf(nonce, { submission: relayWay, ...fields });
/** The gap is closed in the dear pool. */
const closed = [syncOf(dear, hash(1), v2(1_025n, 2_050n))];

describe('an order on paper', () => {
  it('lands on what the block before left where nobody stands before it, and pays base fee and tip', () => {
    const { included, verdicts } = judge([offer('relay', relayed(0, { tip: 7n }))]);
    expect(included).toMatchObject([{ succeeded: true, gasUsed: 200_000, effectiveGasPrice: 107n, index: 0 }]);
    expect(verdicts).toMatchObject([{ outcome: 'landed', cause: 'LANDED', place: 0 }]);
    expect(included[0]?.profit).toBeGreaterThan(ether / 50n);
  });

  it('stands behind what pays as much and before what pays less', () => {
    const transactions = [other(1, 7n, false), other(2, 5n)];
    const block = blockOf(10, { transactions, events: closed });
    expect(judge([offer('relay', relayed(0, { tip: 7n }))], { block }).verdicts).toMatchObject([
      { outcome: 'waits', cause: 'GUARD_MIN_PROFIT', place: 1 },
    ]);
    expect(judge([offer('relay', relayed(0, { tip: 8n }))], { block }).verdicts).toMatchObject([
      { outcome: 'landed', place: 0 },
    ]);
  });

  it('costs its gas where it is refused in public, and nothing at a relay', () => {
    const block = blockOf(10, { transactions: [other(1, 0n)], events: closed });
    const { included, verdicts } = judge([offer('public', orderOf(0))], { block });
    expect(included).toMatchObject([{ succeeded: false, profit: 0n, gasUsed: 300_000, index: 2 }]);
    expect(verdicts).toMatchObject([{ outcome: 'reverted', cause: 'GUARD_MIN_PROFIT' }]);
    const measured = { ...certain(true).public, revertedGasUsed: 1, revertedGasLimit: 3 };
    const statistics = { ...certain(true), public: measured };
    expect(judge([offer('public', orderOf(0))], { block, statistics }).included).toMatchObject([{ gasUsed: 100_000 }]);
    const behind = blockOf(10, { transactions: [other(1, 5n, false)], events: closed });
    expect(judge([offer('relay', relayed(0))], { block: behind }).included).toEqual([]);
  });

  it('waits for its nonce, its fee, room in the block, and its luck', () => {
    const cause = (order: Order, fields: Partial<Judgement> = {}): unknown =>
      judge([offer('public', order)], fields).verdicts[0]?.cause;
    expect(cause(orderOf(1))).toBe('NONCE_GAP');
    expect(cause(orderOf(0), { block: blockOf(10, { head: headOf(10, { baseFeePerGas: 1_001n as never }) }) })).toBe(
      'FEE_TOO_LOW',
    );
    expect(cause(orderOf(0), { block: blockOf(10, { head: headOf(10, { gasUsed: 7_900_000 }) }) })).toBe('BLOCK_FULL');
    expect(cause(orderOf(0), { statistics: certain(false) })).toBe('NOT_DRAWN');
  });

  it('is too late for a block that was heard of before it was handed over, and may be in the next', () => {
    const heard = (seenMs: number): unknown =>
      judge([offer('public', orderOf(0))], { block: blockOf(10, { seenMs }) }).verdicts[0]?.cause;
    expect([heard(9_399), heard(9_400)]).toEqual(['TOO_LATE', 'LANDED']);
    const venueNext = judge([offer('public', orderOf(0))], { block: blockOf(11, { seenMs: 10_399 }) });
    expect(venueNext.verdicts[0]?.cause).toBe('LANDED');
  });

  it('is in a block that took what came later, and in none that passed over what came before', () => {
    const steps = [0, 0, 0, 0, 0, 1].map((share) => ({ tried: 10_000_000, included: share * 10_000_000 }));
    const way = { ...certain(false).public, byCutOff: steps };
    const cause = (takenMs: number, passedMs: number): unknown => {
      const block = blockOf(10, { cutOff: { takenMs, passedMs } });
      return judge([offer('public', orderOf(0))], { block, statistics: { public: way, relay: way } }).verdicts[0]
        ?.cause;
    };
    expect([cause(9_400, 9_900), cause(9_399, 9_900), cause(9_000, 9_399)]).toEqual([
      'LANDED',
      'NOT_DRAWN',
      'NOT_DRAWN',
    ]);
  });

  it('is in every block that has a later one of ours, for a block ends once', () => {
    const steps = [0, 2, 4, 6, 8, 10].map((included) => ({ tried: 10, included }));
    const way = { ...certain(false).public, byCutOff: steps };
    const statistics = { public: way, relay: way };
    const landed = { both: 0, one: 0 };
    for (let number = 10; number < 110; number += 1) {
      const block = blockOf(number, { cutOff: { takenMs: 9_000, passedMs: 9_800 } });
      const early = { ...offer('public', orderOf(0)), handedMs: 9_200 };
      const late = { ...offer('public', orderOf(1, { amountIn: 11n * ether })), handedMs: 9_600 };
      const outcomes = judge([early, late], { block, statistics }).verdicts.map(({ cause }) => cause);
      if (outcomes[1] !== 'NONCE_GAP' && outcomes[1] !== 'NOT_DRAWN') landed.both += 1;
      else if (outcomes[0] === 'LANDED') landed.one += 1;
      // Each by itself: the same draw.
      const alone = judge([{ ...late, members: [memberOf(orderOf(0))] }], { block, statistics }).verdicts[0]?.cause;
      if (alone === 'LANDED') expect(outcomes[0]).toBe('LANDED');
    }
    expect(landed.both).toBeGreaterThan(15);
    expect(landed.one).toBeGreaterThan(15);
  });

  it('finds what one of ours before it in the block has left', () => {
    const big = orderOf(0, { amountIn: 11n * ether });
    const { verdicts } = judge([offer('public', big), offer('public', orderOf(1, { amountIn: 11n * ether }))]);
    expect(verdicts).toMatchObject([{ outcome: 'landed' }, { outcome: 'reverted', cause: 'GUARD_MIN_PROFIT' }]);
  });

  it('is drawn alike by equal seeds, and otherwise by others', () => {
    const half = { ...certain(true).public, firstTried: 100, firstIncluded: 50, laterTried: 0 };
    const statistics = { public: half, relay: half };
    const drawn = (seed: number): readonly unknown[] =>
      Array.from(
        { length: 64 },
        (_, number) =>
          judge([offer('public', orderOf(0))], { seed, statistics, block: blockOf(number + 10) }).verdicts[0]?.cause,
      );
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn(3)).not.toEqual(drawn(4));
    expect(new Set(drawn(3))).toEqual(new Set(['LANDED', 'NOT_DRAWN']));
  });
});

describe('a bundle on paper', () => {
  const failing = relayed(1, { minProfit: ether });

  it('stands or falls together', () => {
    const { included, verdicts } = judge([offer('relay', relayed(0), failing)]);
    expect(included).toEqual([]);
    expect(verdicts).toMatchObject([{ cause: 'BUNDLE_SPOILT' }, { cause: 'GUARD_MIN_PROFIT', outcome: 'waits' }]);
  });

  it('takes along what may revert', () => {
    const one = { ...offer('relay', relayed(0), failing), mayRevert: new Set([failing.transactionHash ?? hash(0)]) };
    expect(judge([one]).included).toMatchObject([{ succeeded: true }, { succeeded: false }]);
  });

  it('is not for a block after its last moment', () => {
    expect(judge([{ ...offer('relay', relayed(0)), maxTimestampS: 9 }]).verdicts).toMatchObject([
      { cause: 'GUARD_EXPIRED', outcome: 'waits' },
    ]);
  });

  it('pays per gas what its members pay together', () => {
    const block = blockOf(10, { transactions: [other(1, 5n, false)] });
    const rich = relayed(0, { tip: 12n });
    const poor = relayed(1, { amountIn: ether / 10n });
    expect(judge([offer('relay', rich, poor)], { block }).verdicts).toMatchObject([{ place: 0 }, { place: 0 }]);
    expect(judge([offer('relay', relayed(0, { tip: 9n }), poor)], { block }).verdicts[0]?.place).toBe(1);
  });

  it('runs on the pools as its own place leaves them, whatever happens behind it', () => {
    const events = [syncOf(cheap, hash(1), v2(1_000n, 1_950n)), syncOf(cheap, hash(2), v2(1_000n, 9_000n), 1)];
    const block = blockOf(10, { transactions: [other(1, 9n, false), other(2, 1n, false)], events });
    const [ahead] = judge([offer('relay', relayed(0, { tip: 5n }))], { block }).included;
    const [alone] = judge([offer('relay', relayed(0, { tip: 5n }))]).included;
    expect(ahead?.profit).toBeGreaterThan(alone?.profit ?? 0n);
  });
});
