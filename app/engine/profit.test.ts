import { describe, expect, it } from 'vitest';
import { wei } from '../domain/amount.ts';
import { nextBaseFee } from '../domain/baseFee.ts';
import { breakdownDimensions } from '../domain/breakdown.ts';
import { present } from '../domain/errors.ts';
import { parseHash } from '../domain/hex.ts';
import type { RivalTotals } from '../domain/rival.ts';
import { added } from '../portfolio/breakdown.ts';
import { noFigures } from '../portfolio/contribution.ts';
import type { Resumption } from './newKernel.ts';
import { addressOf, mispricing, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const back = { pool: poolB, reserve0: 1000n * ether, reserve1: 3_000_000n * ether };

/** Breakdowns, running totals and ledger are three sums of the same receipts. */
function expectEqualBooks({ kernel }: ScriptedWorld): void {
  const { total } = kernel.breakdown;
  expect(total.net).toBe(kernel.totals.net);
  expect(total.gas).toBe(kernel.totals.gas);
  expect(total.gas).toBe(kernel.ledger.balance('gas', 'native'));
  expect(total.gross.get(weth) ?? 0n).toBe(-kernel.ledger.balance('trading', weth));
  for (const dimension of breakdownDimensions) {
    const rows = [...kernel.breakdown.rows(dimension).values()];
    expect(rows.reduce((sum, figures) => added(sum, figures, 1n), noFigures)).toEqual(total);
  }
}

/** What a journal would give to a new process. */
function resumptionOf(world: ScriptedWorld): Resumption {
  const { kernel, decisions } = world;
  const rivals = new Map<string, RivalTotals>();
  for (const decision of decisions) if (decision.kind === 'rival') rivals.set(decision.rival.rival, decision.rival);
  return {
    orders: [...kernel.orders.values()],
    fills: [...kernel.fills.values()],
    ledgerEntries: decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
    equity: decisions.flatMap((decision) => (decision.kind === 'equity' ? [decision.point] : [])),
    rivals: [...rivals.values()],
    progress: kernel.progress,
    incidents: [],
  };
}

describe('profit and loss', () => {
  it('counts what landed, what it was predicted to bring and what its place cost', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    const [order] = [...world.kernel.orders.values()];
    expect(world.kernel.breakdown.total).toMatchObject({ orders: 1, landed: 1, failed: 0, failureCost: 0n });
    expect(world.kernel.breakdown.total.tips).toBe(150_000n * (order?.plan.maxPriorityFeePerGas ?? 0n));
    expect([...world.kernel.breakdown.rows('route').keys()]).toEqual(['2 hops · V2 V2']);
    expect([...world.kernel.breakdown.rows('strategy').keys()]).toEqual(['flash-arbitrage']);
    expectEqualBooks(world);
  });

  it('predicts what is left after the bid, and makes no trade that its bid leaves below the minimum', () => {
    const world = new ScriptedWorld().start();
    const head = world.next({ move: mispricing });
    const [ticket] = [...world.kernel.tickets.values()];
    const [order] = [...world.kernel.orders.values()];
    const { opportunity, plan } = present(ticket, 'a ticket');
    const price = nextBaseFee(head) + plan.maxPriorityFeePerGas;
    expect(plan.maxPriorityFeePerGas).toBeGreaterThan(world.kernel.arbitrage.tipFloor);
    expect(order?.predicted.net).toBe(opportunity.gross - BigInt(opportunity.gasUnits) * price);
    expect(order?.predicted.net).toBeLessThan(opportunity.net);

    const picky = new ScriptedWorld();
    Object.assign(picky.kernel, { arbitrage: { ...picky.kernel.arbitrage, minNet: opportunity.net } });
    picky.start().next({ move: mispricing });
    expect(picky.kernel.orders.size).toBe(0);
    expect([...picky.kernel.counters.rejections.keys()]).toEqual(['POLICY_BELOW_MINIMUM']);
  });

  it('counts what a failure cost under how it failed, and takes it back when the block is replaced', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'reverted' });
    const { breakdown } = world.kernel;
    expect(breakdown.rows('outcome').get('lost to a rival')).toMatchObject({ orders: 1, failed: 1, landed: 0 });
    expect(breakdown.total.failureCost).toBe(breakdown.total.gas);
    expect(breakdown.total.net).toBe(-breakdown.total.gas);
    expectEqualBooks(world);
    world.reorg(1);
    expect(breakdown.total).toMatchObject({ orders: 1, failed: 0, gas: 0n, net: 0n, failureCost: 0n });
    expectEqualBooks(world);
  });

  it('shows equity block by block, and what came from outside apart from the result', () => {
    const world = new ScriptedWorld().start();
    world.balances.set('native', (world.balances.get('native') ?? 0n) + 3n * ether);
    world.next();
    const gift = world.kernel.equityLine.last;
    expect(gift).toMatchObject({ total: 103n * ether, external: 3n * ether, result: 0n, unpriced: 0 });
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    const { last } = world.kernel.equityLine;
    expect(last?.result).toBe(world.kernel.totals.net);
    expect(last?.total).toBe(103n * ether + world.kernel.totals.net);
    expect(world.decisions.filter(({ kind }) => kind === 'equity').length).toBeGreaterThanOrEqual(3);
  });

  it('says who took what we had seen pay and only watched', () => {
    const world = new ScriptedWorld('watch').start();
    world.next({ move: mispricing });
    const seen = [...world.kernel.opportunities.values()].find(({ net }) => net > 0n);
    world.on = (effect) =>
      effect.kind === 'attributeMisses'
        ? [
            {
              kind: 'missed',
              atMs: world.now(),
              block: effect.block,
              takers: effect.missed.map((opportunity) => ({
                opportunity,
                taker: {
                  sender: addressOf(0xbad),
                  contract: addressOf(0xb07),
                  transactionHash: parseHash(`0x${'7'.repeat(64)}`),
                  tipPaid: wei(77n),
                  earned: null,
                },
              })),
            },
          ]
        : null;
    world.next({ move: back });
    expect(world.kernel.rivals.totals).toEqual([
      expect.objectContaining({
        rival: addressOf(0xbad),
        missed: 1,
        lost: 0,
        missedNet: seen?.net,
        tips: 77n,
        earnedUnknown: 1,
      }),
    ]);
    world.next({ move: mispricing });
    expect(world.effects.filter(({ kind }) => kind === 'attributeMisses')).toHaveLength(1);
  });

  it('goes on after a restart where it was', () => {
    const world = new ScriptedWorld().start();
    for (const include of ['landed', 'reverted'] as const) {
      world.next({ move: mispricing });
      world.next({ include });
      world.next({ move: back });
    }
    const after = new ScriptedWorld('automate', resumptionOf(world));
    expect(after.kernel.breakdown.total).toEqual(world.kernel.breakdown.total);
    for (const dimension of breakdownDimensions)
      expect(after.kernel.breakdown.rows(dimension)).toEqual(world.kernel.breakdown.rows(dimension));
    expect(after.kernel.rivals.totals).toEqual(world.kernel.rivals.totals);
    expect(world.kernel.rivals.totals).toHaveLength(1);
    const journaled = after.kernel.equityLine.points.map(({ blockNumber }) => blockNumber);
    const shown = world.kernel.equityLine.points.map(({ blockNumber }) => blockNumber);
    expect(shown).toEqual(expect.arrayContaining(journaled));
    expect(after.kernel.equityLine.points.at(-1)?.result).toBe(world.kernel.equityLine.last?.result);
    expectEqualBooks(after);
  });
});
