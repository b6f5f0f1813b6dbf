import { describe, expect, it } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { monotonicNs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import type { Ticket } from '../domain/ticket.ts';
import { type TicketChoice, untouchedChoice } from '../domain/ticketChoice.ts';
import { applyInput } from './kernel.ts';
import { newKernel } from './newKernel.ts';
import { poolB, relay, ScriptedWorld } from './testing/scriptedWorld.ts';

const mispricing = { pool: poolB, reserve0: 900n * 10n ** 18n, reserve1: 3_400_000n * 10n ** 18n };

function waiting(options: ConstructorParameters<typeof ScriptedWorld>[2] = {}): {
  world: ScriptedWorld;
  ticket: Ticket;
} {
  const world = new ScriptedWorld('approve', null, options).start();
  world.next({ move: mispricing });
  return { world, ticket: newest(world) };
}

function newest(world: ScriptedWorld): Ticket {
  const ticket = [...world.kernel.tickets.values()].at(-1);
  if (ticket === undefined) throw new Error('no ticket');
  return ticket;
}

function revise(world: ScriptedWorld, choice: Partial<TicketChoice>): Ticket {
  const { id: ticketId } = newest(world);
  const action = { kind: 'reviseTicket' as const, ticketId, choice: { ...untouchedChoice, ...choice } };
  world.push({ kind: 'user', atMs: world.now(), action });
  return newest(world);
}

/** x*y=k with 0.3 %, both ways, written down apart from the engine: WETH into the pool that pays more DAI, and back. */
function profitOf(amountIn: bigint): bigint {
  const out = (amount: bigint, reserveIn: bigint, reserveOut: bigint): bigint =>
    (amount * 997n * reserveOut) / (reserveIn * 1000n + amount * 997n);
  const dai = out(amountIn, mispricing.reserve0, mispricing.reserve1);
  return out(dai, 3_000_000n * 10n ** 18n, 1000n * 10n ** 18n) - amountIn;
}

describe('reviseTicket', () => {
  it('as it was is as it was: the same amounts, gas and minimum', () => {
    const { world, ticket } = waiting();
    const again = revise(world, {});
    expect(again.opportunity).toMatchObject({
      amountIn: ticket.opportunity.amountIn,
      gross: ticket.opportunity.gross,
      gasUnits: ticket.opportunity.gasUnits,
      net: ticket.opportunity.net,
    });
    expect(again.terms).toEqual(ticket.terms);
    expect(again.state).toBe('awaitingApproval');
  });

  it('quotes another size exactly, simulates it at the head and puts it before the person again', () => {
    const { world, ticket } = waiting();
    const effectsBefore = world.effects.length;
    const half = revise(world, { sizePpm: 500_000 });
    expect(half.opportunity.amountIn).toBe(ticket.opportunity.amountIn / 2n);
    expect(half.opportunity.gross).toBe(profitOf(ticket.opportunity.amountIn / 2n));
    expect(half.plan.planHash).not.toBe(ticket.plan.planHash);
    expect(half.expiresAtMs).toBe(ticket.expiresAtMs);
    expect(half.terms.deadlineS).toBe(ticket.terms.deadlineS);
    expect(half.simulation).toEqual({ atBlock: half.opportunity.gross, onPending: half.opportunity.gross });
    const kinds = world.effects.slice(effectsBefore).map(({ kind }) => kind);
    expect(kinds).toEqual(['withdrawApproval', 'simulate', 'simulate', 'wantApproval']);
    const whole = revise(world, { sizePpm: 1_000_000 });
    expect(whole.opportunity.amountIn).toBe(ticket.opportunity.amountIn);
  });

  it('has the contract hold to the least profit that was chosen', () => {
    const { world, ticket } = waiting();
    const { gross } = ticket.opportunity;
    expect(ticket.terms.minProfit).toBe((gross * 9n + 9n) / 10n);
    expect(revise(world, { leastProfitPpm: 990_000 }).terms.minProfit).toBe((gross * 99n + 99n) / 100n);
    expect(revise(world, { leastProfitPpm: 1_000_000 }).terms.minProfit).toBe(gross);
  });

  it('goes the way that was chosen, and says why where there is none', () => {
    const { world } = waiting({ relays: [relay] });
    expect(revise(world, { submission: 'public' }).plan.submission).toEqual({ kind: 'public' });
    expect(revise(world, { submission: 'relay' }).plan.submission).toEqual({ kind: 'relay', relayId: relay.id });
    const without = waiting();
    const refused = revise(without.world, { submission: 'relay' });
    expect(refused.plan).toEqual(without.ticket.plan);
    expect(refused.state).toBe('awaitingApproval');
    expect(refused.revised?.refused?.reason.code).toBe('POLICY_NO_RELAY');
    expect(refused.revised?.choice).toEqual(untouchedChoice);
  });

  it('keeps the ticket as it was where another size would cost more than it brings', () => {
    const world = new ScriptedWorld('approve').start();
    world.baseFeePerGas = 4n * 10n ** 11n;
    world.next({ move: { pool: poolB, reserve0: 950n * 10n ** 18n, reserve1: 3_160_000n * 10n ** 18n } });
    const ticket = newest(world);
    const refused = revise(world, { sizePpm: 10_000 });
    expect(refused.revised?.refused?.reason.code).toMatch(/^(DETECT_BELOW_COST|POLICY_BELOW_MINIMUM)$/);
    expect(refused).toMatchObject({ state: 'awaitingApproval', plan: ticket.plan, opportunity: ticket.opportunity });
  });

  it('changes nothing of a ticket that is approved already, and an approval of before is none of after', () => {
    const { world, ticket } = waiting();
    world.on = (effect) => (effect.kind === 'simulate' ? [] : null);
    const changing = revise(world, { sizePpm: 250_000 });
    expect(changing.state).toBe('simulating');
    world.push({
      kind: 'user',
      atMs: world.now(),
      action: { kind: 'approveTicket', ticketId: ticket.id, approvalId: 'of before' },
    });
    expect(newest(world)).toMatchObject({ state: 'simulating', approvalId: null });
    expect(revise(world, { sizePpm: 500_000 }).opportunity.amountIn).toBe(changing.opportunity.amountIn);
    expect(world.kernel.orders.size).toBe(0);
  });

  it('a smaller size holds the route against the same offers as before', () => {
    const { world } = waiting();
    revise(world, { sizePpm: 100_000 });
    world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + 10n ** 21n } });
    expect(world.kernel.tickets.size).toBe(1);
  });

  it('an order of it predicts what was chosen', () => {
    const { world } = waiting();
    const half = revise(world, { sizePpm: 500_000 });
    const action = { kind: 'approveTicket' as const, ticketId: half.id, approvalId: 'a1' };
    world.push({ kind: 'user', atMs: world.now(), action });
    const order = [...world.kernel.orders.values()].at(0);
    expect(order?.plan).toEqual(half.plan);
    expect(order?.predicted.gross).toBe(half.opportunity.gross);
  });

  it('decides the same once more from the same inputs', () => {
    const { world } = waiting({ relays: [relay] });
    revise(world, { sizePpm: 500_000, leastProfitPpm: 950_000, submission: 'relay' });
    const { id: ticketId } = newest(world);
    const action = { kind: 'rejectTicket' as const, ticketId, because: 'tooLarge' as const };
    world.push({ kind: 'user', atMs: world.now(), action });
    expect(newest(world).reason).toEqual({ code: 'APPROVAL_REJECTED', facts: { because: 'too large' } });
    expect(world.kernel.counters.rejections.get('APPROVAL_REJECTED because=too large')).toBe(1);
    const kernel = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
    const again = world.inputs.flatMap((input: EngineInput) => applyInput(kernel, input).decisions);
    expect(again).toEqual(world.decisions);
  });

  it('a rejection without a reason is as before', () => {
    const { world, ticket } = waiting();
    world.push({ kind: 'user', atMs: world.now(), action: { kind: 'rejectTicket', ticketId: ticket.id } });
    expect(newest(world).reason).toEqual({ code: 'APPROVAL_REJECTED', facts: {} });
  });
});
