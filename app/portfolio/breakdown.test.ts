import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenAmount, wei } from '../domain/amount.ts';
import { type BreakdownFigures, breakdownDimensions } from '../domain/breakdown.ts';
import { epochMs } from '../domain/clock.ts';
import { parseAddress } from '../domain/hex.ts';
import type { Fill, Order } from '../domain/order.ts';
import { rejection } from '../domain/rejection.ts';
import { sampleFill, sampleOrder, sampleWeth } from '../store/testing/sampleRecords.ts';
import { added, Breakdown, keptKeys, otherKeys } from './breakdown.ts';
import { contributionOf, noFigures } from './contribution.ts';
import { fillEntry } from './fillEntry.ts';
import { Ledger } from './ledger.ts';
import { reversals } from './reversals.ts';

const usdc = parseAddress(`0x${'dc'.repeat(20)}`);
const tokens = [sampleWeth, usdc] as const;

/** An order that ended in some way, with the receipt that it then has. */
const endings = fc.record({
  token: fc.constantFrom(...tokens),
  state: fc.constantFrom('landed', 'reverted', 'dropped', 'replaced', 'refused', 'submitted', 'cancel'),
  gross: fc.bigInt(1n, 10n ** 24n),
  predicted: fc.bigInt(1n, 10n ** 24n),
  flashFee: fc.bigInt(0n, 10n ** 15n),
  gasUsed: fc.integer({ min: 21_000, max: 900_000 }),
  price: fc.bigInt(1n, 5n * 10n ** 9n),
  revert: fc.constantFrom('MinProfit profit=1 minProfit=2', 'Expired', '', 'x'.repeat(90)),
  lost: fc.boolean(),
  hops: fc.integer({ min: 2, max: 5 }),
  orphaned: fc.boolean(),
});
type Ending = typeof endings extends fc.Arbitrary<infer T> ? T : never;

function orderOf(index: number, ending: Ending): { order: Order; fill: Fill | null } {
  const { token, state, gross, gasUsed, price } = ending;
  const kind = state === 'cancel' ? 'cancel' : 'execute';
  const onChain = state === 'landed' || state === 'reverted' || state === 'cancel';
  const sample = sampleFill(index);
  const order = sampleOrder(index, {
    kind,
    state: state === 'cancel' ? 'landed' : state,
    predicted: { gross: tokenAmount(ending.predicted), profitToken: token, net: wei(ending.predicted) },
    origin: {
      strategy: 'flash-arbitrage',
      poolKinds: Array.from({ length: ending.hops }, () => 'uniswapV2' as const),
      lenders: ending.flashFee > 0n ? ['balancerV2', 'aaveV3'] : [],
      flashFee: tokenAmount(ending.flashFee),
    },
    transactionHash: sample.receipt.transactionHash,
    resolvedAt: onChain ? sample.block : null,
    reason: state === 'reverted' ? rejection('LANDING_REVERTED', { revert: ending.revert }) : null,
    lostTo:
      state === 'reverted' && ending.lost
        ? { sender: usdc, transactionHash: sample.receipt.transactionHash, tipAbove: wei(1n) }
        : null,
  });
  if (!onChain) return { order, fill: null };
  const amount = state === 'landed' ? gross : 0n;
  const gasPaid = wei(BigInt(gasUsed) * price);
  const fill: Fill = {
    ...sample,
    receipt: {
      ...sample.receipt,
      succeeded: state !== 'reverted',
      gasUsed,
      effectiveGasPrice: wei(price),
      tokenDeltas: amount === 0n ? [] : [{ token, amount: tokenAmount(amount) }],
    },
    realised: { token, amount: tokenAmount(amount) },
    gasPaid,
    net: wei(amount - gasPaid),
  };
  return { order, fill };
}

const sumOf = (rows: Iterable<BreakdownFigures>): BreakdownFigures =>
  [...rows].reduce((sum, figures) => added(sum, figures, 1n), noFigures);

describe('breakdown', () => {
  it('adds up to the books, to the wei, by whatever it is told apart, also after a reorg', () => {
    fc.assert(
      fc.property(fc.array(endings, { maxLength: 40 }), (all) => {
        const breakdown = new Breakdown();
        const ledger = new Ledger();
        all.forEach((ending, index) => {
          const { order, fill } = orderOf(index, ending);
          // As it lives: first open, then ended, then perhaps its block is replaced.
          if (order.kind === 'execute')
            breakdown.set(order.id, contributionOf({ ...order, state: 'submitted', lostTo: null, reason: null }, null));
          if (fill !== null) ledger.book(fillEntry(ledger, fill, new Set(tokens), epochMs(1)));
          breakdown.set(order.id, contributionOf(order, fill));
          if (fill === null || !ending.orphaned) return;
          for (const entry of reversals(ledger, [fill.block.hash], epochMs(2))) ledger.book(entry);
          breakdown.set(order.id, contributionOf({ ...order, state: 'submitted', lostTo: null, reason: null }, null));
        });
        const { total } = breakdown;
        for (const token of tokens) expect(total.gross.get(token) ?? 0n).toBe(-ledger.balance('trading', token));
        expect(total.gas).toBe(ledger.balance('gas', 'native'));
        expect(total.net).toBe([...total.gross.values()].reduce((sum, amount) => sum + amount, 0n) - total.gas);
        expect(total.failureCost <= total.gas).toBe(true);
        for (const dimension of breakdownDimensions) expect(sumOf(breakdown.rows(dimension).values())).toEqual(total);
      }),
    );
  });

  it('tells orders apart by how they ended, and cuts the reasons of strangers', () => {
    const named = (changes: Partial<Ending>) => {
      const base = fc.sample(endings, { numRuns: 1, seed: 3 })[0];
      if (base === undefined) throw new Error('no sample');
      const { order, fill } = orderOf(1, { ...base, lost: false, ...changes });
      return contributionOf(order, fill)?.keys;
    };
    expect(named({ state: 'landed' })?.outcome).toBe('landed');
    expect(named({ state: 'reverted', revert: 'MinProfit profit=1 minProfit=2' })?.outcome).toBe('reverted: MinProfit');
    expect(named({ state: 'reverted', revert: '' })?.outcome).toBe('reverted: no reason given');
    expect(named({ state: 'reverted', lost: true })?.outcome).toBe('lost to a rival');
    expect(named({ state: 'reverted', revert: 'x'.repeat(90) })?.outcome).toHaveLength('reverted: '.length + 40);
    expect(named({ state: 'dropped' })?.outcome).toBe('not included in time');
    expect(named({ state: 'cancel' })?.outcome).toBe('cancelling transaction');
    expect(named({ hops: 3 })?.route).toBe('3 hops · V2 V2 V2');
    expect(named({ flashFee: 1n })?.lender).toBe('Balancer + Aave');
    expect(named({ flashFee: 0n })?.lender).toBe('flash swap');
    const { origin: _, ...older } = sampleOrder(1);
    expect(contributionOf(older, null)?.keys).toMatchObject({ strategy: 'not recorded', route: 'not recorded' });
  });

  it('counts what comes after the most that are kept under others, and takes it back from there', () => {
    const breakdown = new Breakdown();
    for (let index = 0; index < 2 * keptKeys; index += 1) {
      const reason = rejection('LANDING_REVERTED', { revert: `Error${index}` });
      const order = sampleOrder(index, { state: 'reverted', reason });
      breakdown.set(
        order.id,
        contributionOf(order, { ...sampleFill(index), realised: { token: usdc, amount: tokenAmount(0n) } }),
      );
    }
    const rows = breakdown.rows('outcome');
    expect(rows.size).toBe(keptKeys + 1);
    expect(rows.get(otherKeys)?.orders).toBe(keptKeys);
    breakdown.set(`o-${2 * keptKeys - 1}`, null);
    breakdown.set('o-0', null);
    expect(breakdown.rows('outcome').get(otherKeys)?.orders).toBe(keptKeys - 1);
    expect(breakdown.rows('outcome').has('reverted: Error0')).toBe(false);
    expect(sumOf(breakdown.rows('outcome').values())).toEqual(breakdown.total);
  });

  it('keeps the figures of orders that it forgets', () => {
    const breakdown = new Breakdown();
    const order = sampleOrder(1, { state: 'landed' });
    breakdown.set(order.id, contributionOf(order, sampleFill(1)));
    const { total } = breakdown;
    breakdown.forget(order.id);
    breakdown.set(order.id, null);
    expect(breakdown.total).toEqual(total);
  });

  it('knows the priority fee below the fee cap, and says where it does not', () => {
    const order = sampleOrder(1, { state: 'landed' });
    const at = (effectiveGasPrice: bigint) => {
      const fill = sampleFill(1);
      return contributionOf(order, {
        ...fill,
        receipt: { ...fill.receipt, effectiveGasPrice: wei(effectiveGasPrice) },
      });
    };
    expect(at(3_999_999_999n)?.figures).toMatchObject({ tips: 200_000n * 2_000_000_000n, tipsUnknown: 0 });
    expect(at(4_000_000_000n)?.figures).toMatchObject({ tips: 0n, tipsUnknown: 1 });
  });
});
