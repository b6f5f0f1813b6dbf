import { describe, expect, it } from 'vitest';
import { lenderGas } from '../detect/gasModel.ts';
import type { FundingSource, LenderState } from '../domain/lender.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Ticket } from '../domain/ticket.ts';
import { decodeExecute } from '../execution/executorCalldata.ts';
import { flashLoanFee } from '../lending/flashLoanFee.ts';
import type { Effect } from './effect.ts';
import { addressOf, mispricing, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;
const [vault, pool] = [addressOf(0xba), addressOf(0xaa)];
const chainLenders = [
  { id: 'balancer-v2', kind: 'balancerV2' as const, vault },
  { id: 'aave-v3', kind: 'aaveV3' as const, pool },
];

interface Desk {
  vault?: bigint;
  pool?: bigint;
  poolRate?: bigint;
}

/** A world whose lenders have what `desk` says at the moment they are asked. */
function lendingWorld(sources: readonly FundingSource[], desk: Desk): ScriptedWorld {
  const world = new ScriptedWorld();
  world.fundingSources = sources;
  Object.assign(world.kernel.epoch, { chain: { ...world.kernel.epoch.chain, lenders: chainLenders } });
  world.on = (effect) => (effect.kind === 'readLenders' ? [answer(world, effect, desk)] : null);
  return world.start();
}

function answer(world: ScriptedWorld, { block, ticketId }: Extract<Effect, { kind: 'readLenders' }>, desk: Desk) {
  const states: LenderState[] = [
    { kind: 'balancerV2', lender: vault, block, feeRate: 0n, liquidity: [{ token: weth, amount: desk.vault ?? 0n }] },
    {
      kind: 'aaveV3',
      lender: pool,
      block,
      feeRate: desk.poolRate ?? 5n,
      liquidity: [{ token: weth, amount: desk.pool ?? 0n }],
    },
  ];
  return { kind: 'lenders' as const, atMs: world.now(), block, ticketId, states };
}

function onlyTicket(world: ScriptedWorld): Ticket {
  const [ticket, ...others] = [...world.kernel.tickets.values()];
  if (ticket === undefined || others.length > 0) throw new Error(`${others.length} tickets too many, or none`);
  return ticket;
}

function bySwap(): Opportunity {
  const world = new ScriptedWorld().start();
  world.next({ move: mispricing });
  return onlyTicket(world).opportunity;
}

describe('a route with borrowed input', () => {
  it('is funded by the first pool where that is allowed, whoever else lends', () => {
    const world = lendingWorld(['flashSwap', 'balancerV2', 'aaveV3'], { vault: 1_000n * ether, pool: 1_000n * ether });
    world.next({ move: mispricing });
    expect(onlyTicket(world).terms.funding).toEqual({ kind: 'flashSwap' });
  });

  it('lands through Balancer for the same gross and more gas, and the books equal the chain', () => {
    const world = lendingWorld(['balancerV2', 'aaveV3'], { vault: 1_000n * ether, pool: 1_000n * ether });
    world.next({ move: mispricing });
    const { opportunity, plan, terms } = onlyTicket(world);
    const swapped = bySwap();
    expect(opportunity).toMatchObject({ amountIn: swapped.amountIn, gross: swapped.gross, flashFee: 0n });
    expect(opportunity.gasUnits - swapped.gasUnits).toBe(lenderGas.balancerV2);
    const loans = [{ kind: 'balancerV2', lender: vault, amount: opportunity.amountIn }];
    expect(terms.funding).toEqual({ kind: 'loans', loans });
    expect(decodeExecute(plan.data).terms.funding).toEqual(terms.funding);
    world.next({ include: 'landed' });
    expect([...world.kernel.orders.values()].map(({ state }) => state)).toEqual(['landed']);
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.errors).toEqual([]);
  });

  it('through Aave is smaller, because each unit costs a premium, and counts that premium to the wei', () => {
    const world = lendingWorld(['aaveV3'], { pool: 1_000n * ether });
    world.next({ move: mispricing });
    const { opportunity } = onlyTicket(world);
    const swapped = bySwap();
    expect(opportunity.flashFee).toBe(flashLoanFee('aaveV3', 5n, opportunity.amountIn));
    expect(opportunity.gross).toBe(opportunity.amountOut - opportunity.amountIn - opportunity.flashFee);
    expect(opportunity.amountIn).toBeLessThan(swapped.amountIn);
    // More than the larger input would have left, which is what it is smaller for.
    expect(opportunity.gross).toBeGreaterThan(swapped.gross - flashLoanFee('aaveV3', 5n, swapped.amountIn));
    const [first, second] = opportunity.hops;
    expect(first?.amountIn).toBe(opportunity.amountIn);
    expect(second?.amountIn).toBe(first?.amountOut);
    expect(second?.amountOut).toBe(opportunity.amountOut);
  });

  it('is split where one lender has too little, and as small as both have where they have too little', () => {
    const split = lendingWorld(['balancerV2', 'aaveV3'], { vault: 2n * ether, pool: 1_000n * ether });
    split.next({ move: mispricing });
    const { funding } = onlyTicket(split).terms;
    if (funding.kind !== 'loans') throw new Error('not borrowed');
    expect(funding.loans.map(({ kind }) => kind)).toEqual(['balancerV2', 'aaveV3']);
    expect(funding.loans[0].amount).toBe(2n * ether);

    const little = lendingWorld(['balancerV2'], { vault: 2n * ether });
    little.next({ move: mispricing });
    expect(onlyTicket(little).opportunity).toMatchObject({ amountIn: 2n * ether });
  });

  it('is shown and passed over where nobody allowed lends', () => {
    const world = lendingWorld(['aaveV3'], { vault: 1_000n * ether });
    world.next({ move: mispricing });
    expect(world.kernel.tickets.size).toBe(0);
    expect([...world.kernel.opportunities.values()].map(({ reason }) => reason?.code)).toEqual(['POLICY_NO_FUNDING']);
  });

  it('reads its lenders at the start and every few blocks, and not where none is allowed', () => {
    const reads = (world: ScriptedWorld): number => {
      for (let block = 0; block < 16; block += 1) world.next();
      return world.effects.filter(({ kind }) => kind === 'readLenders').length;
    };
    expect(reads(lendingWorld(['flashSwap', 'aaveV3'], {}))).toBe(3);
    expect(reads(lendingWorld(['flashSwap'], {}))).toBe(0);
  });

  it('gives way without an error when its lender has raised its fee since, and is tried again at the new one', () => {
    const desk: Desk = { pool: 1_000n * ether };
    const world = lendingWorld(['aaveV3'], desk);
    const usual = world.on;
    world.on = (effect) => {
      if (effect.kind !== 'simulate' || effect.stage !== 'atBlock') return usual(effect);
      const opportunity = world.kernel.tickets.get(effect.ticketId)?.opportunity;
      if (opportunity === undefined) return null;
      const profit =
        opportunity.amountOut -
        opportunity.amountIn -
        flashLoanFee('aaveV3', desk.poolRate ?? 5n, opportunity.amountIn);
      const result = { kind: 'profit' as const, profit, gasUsed: 1 };
      return [{ kind: 'simulated', atMs: world.now(), ticketId: effect.ticketId, stage: 'atBlock', result }];
    };
    desk.poolRate = 9n;
    world.next({ move: mispricing });
    expect(onlyTicket(world)).toMatchObject({ state: 'rejected', reason: { code: 'SIMULATION_LENDER_CHANGED' } });
    expect(world.kernel.quarantines.has(poolB)).toBe(false);
    expect(world.kernel.errors).toEqual([]);
    world.next({ move: { ...mispricing, reserve0: mispricing.reserve0 - 1n } });
    const [, second] = [...world.kernel.tickets.values()];
    expect(second?.state).toBe('ordered');
    expect(second?.opportunity.flashFee).toBe(flashLoanFee('aaveV3', 9n, second?.opportunity.amountIn ?? 0n));
  });

  it('puts its pools into quarantine when its lender is as it was and the chain still says otherwise', () => {
    const world = lendingWorld(['aaveV3'], { pool: 1_000n * ether });
    const usual = world.on;
    world.on = (effect) => {
      if (effect.kind !== 'simulate' || effect.stage !== 'atBlock') return usual(effect);
      const profit = (world.kernel.tickets.get(effect.ticketId)?.opportunity.gross ?? 0n) - 1n;
      const result = { kind: 'profit' as const, profit, gasUsed: 1 };
      return [{ kind: 'simulated', atMs: world.now(), ticketId: effect.ticketId, stage: 'atBlock', result }];
    };
    world.next({ move: mispricing });
    expect(onlyTicket(world).reason?.code).toBe('SIMULATION_MISMATCH');
    expect(world.kernel.quarantines.has(poolB)).toBe(true);
    expect(world.kernel.errors[0]).toContain('simulation differs');
  });
});
