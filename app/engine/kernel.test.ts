import { describe, expect, it } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { monotonicNs } from '../domain/clock.ts';
import { parseHash } from '../domain/hex.ts';
import { emptyDecisionHash, rollDecisionHash } from '../store/decisionHash.ts';
import { applyInput } from './kernel.ts';
import { newKernel } from './newKernel.ts';
import { dai, mispricing, poolB, ScriptedWorld, weth } from './testing/scriptedWorld.ts';

function onlyOrder(world: ScriptedWorld) {
  const orders = [...world.kernel.orders.values()];
  expect(orders).toHaveLength(1);
  const order = orders[0];
  if (order === undefined) throw new Error('no order');
  return order;
}

describe('the kernel', () => {
  it('carries an opportunity from a block to a landed order whose books equal the chain', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    expect(onlyOrder(world).state).toBe('submitted');
    world.next({ include: 'landed' });
    const order = onlyOrder(world);
    expect(order.state).toBe('landed');
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.totals.grossByToken.get(weth)).toBe(order.predicted.gross);
    expect(world.kernel.ledger.balance('wallet', weth)).toBe(world.balances.get(weth));
    expect(world.kernel.ledger.balance('trading', weth)).toBe(-order.predicted.gross);
    expect(world.kernel.counters).toMatchObject({ submitted: 1, landed: 1, reverted: 0 });
    expect(world.kernel.errors).toEqual([]);
  });

  it('books only gas for a reverted order and says who took it', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'reverted' });
    const order = onlyOrder(world);
    expect(order.state).toBe('reverted');
    expect(order.reason?.code).toBe('LANDING_LOST');
    expect(order.lostTo?.tipAbove).toBe(12n * 10n ** 9n);
    expect(world.kernel.totals.net).toBeLessThan(0n);
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.counters.lostToRivals).toBe(1);
  });

  it('quarantines the route and sends nothing when the chain is one wei off', () => {
    const world = new ScriptedWorld().start();
    world.on = (effect) =>
      effect.kind === 'simulate' && effect.stage === 'atBlock'
        ? [
            {
              kind: 'simulated',
              atMs: world.now(),
              ticketId: effect.ticketId,
              stage: 'atBlock',
              result: {
                kind: 'profit',
                profit: (world.kernel.tickets.get(effect.ticketId)?.opportunity.gross ?? 0n) - 1n,
                gasUsed: 1,
              },
            },
          ]
        : null;
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect(world.kernel.quarantines.has(poolB)).toBe(true);
    expect(world.kernel.errors[0]).toContain('simulation differs');
    world.next({ move: { ...mispricing, reserve0: mispricing.reserve0 + 1n } });
    expect(world.kernel.counters.tickets).toBe(1);
  });

  it('quarantines a pool whose quote the chain answers differently', () => {
    const world = new ScriptedWorld('watch').start();
    world.on = (effect) =>
      effect.kind === 'checkQuotes'
        ? [
            {
              kind: 'tripwire',
              atMs: world.now(),
              block: effect.block,
              checks: effect.checks.map((check) => ({ ...check, chain: (check.local ?? 0n) + 1n })),
            },
          ]
        : null;
    world.next({ move: mispricing });
    expect(world.kernel.counters.tripwireMismatches).toBeGreaterThan(0);
    expect(world.kernel.quarantines.size).toBeGreaterThan(0);
    expect(world.kernel.errors.length).toBeGreaterThan(0);
  });

  it('sends nothing when pending state no longer pays the minimum', () => {
    const world = new ScriptedWorld().start();
    world.on = (effect) =>
      effect.kind === 'simulate' && effect.stage === 'onPending'
        ? [
            {
              kind: 'simulated',
              atMs: world.now(),
              ticketId: effect.ticketId,
              stage: 'onPending',
              result: { kind: 'reverted', error: 'MinProfit', movedBy: null },
            },
          ]
        : null;
    world.next({ move: mispricing });
    expect(world.kernel.orders.size).toBe(0);
    expect([...world.kernel.tickets.values()].at(0)?.reason?.code).toBe('STATE_MOVED');
    expect(world.kernel.quarantines.size).toBe(0);
  });

  it('waits for a person in approve mode, binds the approval to a nonce, and goes on when approved', () => {
    const world = new ScriptedWorld('approve').start();
    world.next({ move: mispricing });
    const wanted = world.effects.find((effect) => effect.kind === 'wantApproval');
    if (wanted?.kind !== 'wantApproval') throw new Error('no approval wanted');
    expect(wanted.nonce).toBe(0);
    expect(world.kernel.orders.size).toBe(0);
    world.push({
      kind: 'user',
      atMs: world.now(),
      action: { kind: 'approveTicket', ticketId: wanted.ticket.id, approvalId: 'a1' },
    });
    expect(onlyOrder(world)).toMatchObject({
      state: 'submitted',
      authority: { kind: 'approval', approvalId: 'a1' },
      nonce: 0,
    });
    world.next({ include: 'landed' });
    expect(onlyOrder(world).state).toBe('landed');
  });

  it('withdraws a waiting ticket whose pools moved away', () => {
    const world = new ScriptedWorld('approve').start();
    world.next({ move: mispricing });
    world.next({ move: { pool: poolB, reserve0: 1000n * 10n ** 18n, reserve1: 3_000_000n * 10n ** 18n } });
    expect([...world.kernel.tickets.values()].at(0)).toMatchObject({
      state: 'expired',
      reason: { code: 'STATE_MOVED' },
    });
    expect(world.effects.some((effect) => effect.kind === 'withdrawApproval')).toBe(true);
  });

  it('quarantines a pool that lost a log and asks for a fresh snapshot', () => {
    const world = new ScriptedWorld().start();
    world.next({ swapWithoutSync: poolB });
    expect(world.kernel.quarantines.has(poolB)).toBe(true);
    expect(world.kernel.errors.join()).toContain('a log is missing');
    expect(world.effects.filter((effect) => effect.kind === 'resynchronise')).toHaveLength(1);
    world.next({ swapWithoutSync: poolB });
    expect(world.effects.filter((effect) => effect.kind === 'resynchronise')).toHaveLength(1);
  });

  it('trades nothing on a head that reached us late', () => {
    const world = new ScriptedWorld().start();
    world.lateByMs = 10_000;
    world.next({ move: mispricing });
    expect(world.kernel.tickets.size).toBe(0);
    expect(world.kernel.counters.rejections.get('RISK_STALE_STATE')).toBeGreaterThan(0);
  });

  it('lets a clearly better opportunity take the place of a ticket that waits, and not a slightly better one', () => {
    const world = new ScriptedWorld('approve').start();
    world.next({ move: mispricing });
    const first = [...world.kernel.tickets.values()].at(0);
    world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + 10n ** 21n } });
    expect(world.kernel.tickets.size).toBe(1);
    world.next({ move: { pool: poolB, reserve0: 880n * 10n ** 18n, reserve1: 3_450_000n * 10n ** 18n } });
    const tickets = [...world.kernel.tickets.values()];
    expect(tickets.at(-1)?.opportunity.net).toBeGreaterThan(first?.opportunity.net ?? 0n);
  });

  it('halts at once: live tickets end, a signature that comes later is cancelled, not sent', () => {
    const world = new ScriptedWorld().start();
    world.on = (effect) => (effect.kind === 'sign' && effect.order.kind === 'execute' ? [] : null);
    world.next({ move: mispricing });
    const order = onlyOrder(world);
    world.push({
      kind: 'user',
      atMs: world.now(),
      action: { kind: 'setTradingState', state: 'halted', by: 'test', reason: 'because' },
    });
    world.on = () => null;
    const [signed] = world.answer({ kind: 'sign', order });
    if (signed === undefined) throw new Error('no signature');
    world.push(signed);
    expect(world.kernel.orders.get(order.id)?.state).toBe('cancelling');
    expect([...world.pending.values()].map((sent) => sent.kind)).toEqual(['cancel']);
    world.next({ include: 'landed' });
    expect(world.kernel.orders.get(order.id)).toMatchObject({ state: 'dropped', reason: { code: 'RISK_HALTED' } });
    expect(world.kernel.booksEqual).toBe(true);
  });

  it('cancels what was not included by its deadline, and books the cancellation', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    for (let i = 0; i < 8; i += 1) world.next();
    const order = [...world.kernel.orders.values()].find((candidate) => candidate.kind === 'execute');
    expect(order?.state).toBe('cancelling');
    for (const id of [...world.pending.keys()]) if (!id.startsWith('c')) world.pending.delete(id);
    world.next({ include: 'landed' });
    expect(world.kernel.orders.get(order?.id ?? '')?.state).toBe('dropped');
    expect(world.kernel.counters.notIncluded).toBe(1);
    expect(world.kernel.booksEqual).toBe(true);
  });

  it('asks for the account of the head again where the connection was lost meanwhile', () => {
    const world = new ScriptedWorld().start();
    world.on = (effect) => (effect.kind === 'readAccount' ? [] : null);
    world.next({ move: mispricing });
    world.on = () => null;
    const reads = (): number => world.effects.filter(({ kind }) => kind === 'readAccount').length;
    const before = reads();
    const lost = { kind: 'feed', atMs: world.now(), endpoint: 'ws', reason: '' } as const;
    world.push({ ...lost, state: 'disconnected' });
    expect(reads()).toBe(before);
    world.push({ ...lost, state: 'connected' });
    expect(reads()).toBe(before + 1);
    expect(world.kernel.accountAt).toBe(world.kernel.head?.hash);
    world.push({ ...lost, state: 'connected' });
    expect(reads()).toBe(before + 1);
  });

  it('ends what a node refuses because another of ours has its nonce, without a cancellation', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    const winner = onlyOrder(world);
    world.next({ include: 'landed' });
    const late = { ...winner, id: 'o-late', ticketId: 'late', state: 'signed' as const, submittedAt: null };
    world.kernel.orders.set(late.id, late);
    const result = { kind: 'refused', error: 'nonceTooLow: nonce too low' } as const;
    world.push({ kind: 'submitted', atMs: world.now(), orderId: late.id, result });
    expect(world.kernel.orders.get(late.id)?.state).toBe('replaced');
    expect([...world.kernel.orders.values()].filter(({ kind }) => kind === 'cancel')).toEqual([]);
  });

  it('takes back books and orders of blocks that a reorg replaced', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    const before = new Map(world.balances);
    world.next({ include: 'landed' });
    world.reorg(1);
    for (const [asset, amount] of before) world.balances.set(asset, amount);
    world.nonce = 0;
    expect([...world.kernel.orders.values()].at(0)?.state).toBe('submitted');
    world.next();
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.totals.net).toBe(0n);
    world.next({ include: 'landed' });
    expect([...world.kernel.orders.values()].at(0)?.state).toBe('landed');
    expect(world.kernel.booksEqual).toBe(true);
  });

  it('counts a reorg that was too deep to be undone block by block', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    const { head } = world.kernel;
    if (head === null) throw new Error('no head');
    const states = [...world.reserves].map(([pool, state]) => ({
      pool,
      state: { kind: 'uniswapV2' as const, ...state },
    }));
    const other = { ...head, hash: parseHash(`0x${'ab'.repeat(32)}`) };
    world.push({ kind: 'snapshot', atMs: world.now(), head: other, states });
    expect(world.kernel.counters.reorgs).toBe(0);
    const another = { ...head, hash: parseHash(`0x${'cd'.repeat(32)}`) };
    world.push({ kind: 'snapshot', atMs: world.now(), head: another, states, isReorg: true });
    expect(world.kernel.counters.reorgs).toBe(1);
  });

  it('books what strangers send as external, never as profit', () => {
    const world = new ScriptedWorld().start();
    world.balances.set(dai, 5n);
    world.balances.set('native', (world.balances.get('native') ?? 0n) + 7n);
    world.next();
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.ledger.balance('external', dai)).toBe(-5n);
    expect(world.kernel.totals.net).toBe(0n);
  });

  it('halts on an unexplained decrease', () => {
    const world = new ScriptedWorld().start();
    world.balances.set('native', (world.balances.get('native') ?? 0n) - 1n);
    world.next();
    expect(world.kernel.booksEqual).toBe(false);
    expect(world.kernel.tradingState).toBe('halted');
    expect(world.effects.some((effect) => effect.kind === 'halted')).toBe(true);
  });

  it('halts when a fill is booked twice', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    const fill = [...world.kernel.fills.values()].at(0)?.fill;
    const order = world.kernel.orders.get(fill?.orderId ?? '');
    if (fill === undefined || order === undefined) throw new Error('nothing landed');
    world.kernel.orders.set(order.id, { ...order, state: 'submitted' });
    const head = world.next();
    world.push({ ...world.accountAt(head), receipts: [fill.receipt] });
    expect(world.kernel.tradingState).toBe('halted');
    expect(world.kernel.errors.join()).toContain('ledger');
  });

  it('gives the same decisions for the same inputs, byte for byte', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'reverted' });
    world.reorg(1);
    world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + 10n ** 21n }, include: 'landed' });
    world.next();
    const first = world.decisions.reduce(rollDecisionHash, emptyDecisionHash);
    let clock = 0;
    const again = newKernel(
      world.kernel.epoch,
      createNativeDetector(),
      () => {
        clock += 12_345;
        return monotonicNs(clock);
      },
      null,
    );
    let second = emptyDecisionHash;
    for (const input of world.inputs)
      for (const decision of applyInput(again, input).decisions) second = rollDecisionHash(second, decision);
    expect(world.decisions.length).toBeGreaterThan(10);
    expect(second).toBe(first);
  });

  describe('restarted while the snapshot is still before a booked block', () => {
    function landedAndKilled() {
      const world = new ScriptedWorld().start();
      world.next({ move: mispricing });
      const head = world.next({ include: 'landed' });
      const restarted = new ScriptedWorld('automate', {
        orders: [...world.kernel.orders.values()],
        fills: [...world.kernel.fills.values()],
        ledgerEntries: world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
        progress: world.kernel.progress,
        incidents: [],
        equity: [],
        rivals: [],
      });
      restarted.startAt(101);
      return { world, restarted, head };
    }

    it('compares nothing until it has met that block, then agrees', () => {
      const { world, restarted } = landedAndKilled();
      restarted.start();
      expect(restarted.kernel.booksEqual).toBeNull();
      for (const [asset, amount] of world.balances) restarted.balances.set(asset, amount);
      restarted.nonce = 1;
      restarted.next();
      expect(restarted.kernel.booksEqual).toBe(true);
      expect(restarted.kernel.errors).toEqual([]);
      expect(restarted.kernel.counters.landed).toBe(1);
    });

    it('does not hold a late answer for the snapshot against what was booked above it', () => {
      const { world, restarted } = landedAndKilled();
      restarted.on = (effect) => (effect.kind === 'readAccount' ? [] : null);
      restarted.start();
      const snapshot = restarted.kernel.head;
      if (snapshot === null) throw new Error('no snapshot');
      const late = restarted.accountAt(snapshot);
      for (const [asset, amount] of world.balances) restarted.balances.set(asset, amount);
      restarted.nonce = 1;
      const head = restarted.next();
      restarted.push(late);
      restarted.push(restarted.accountAt(head));
      expect(restarted.kernel.errors).toEqual([]);
      expect(restarted.kernel.booksEqual).toBe(true);
    });

    it('takes the booking back when another block stands in its place', () => {
      const { restarted } = landedAndKilled();
      restarted.start();
      restarted.fork = 'other';
      restarted.next();
      expect(restarted.kernel.booksEqual).toBe(true);
      expect(restarted.kernel.totals.net).toBe(0n);
      expect([...restarted.kernel.orders.values()].at(0)?.state).toBe('submitted');
    });
  });

  it('asks again about what the journal knows as landed, in every read until the first is answered', () => {
    const world = new ScriptedWorld().start();
    world.next({ move: mispricing });
    world.next({ include: 'landed' });
    const orders = [...world.kernel.orders.values()];
    const restarted = new ScriptedWorld('automate', {
      orders,
      fills: [...world.kernel.fills.values()],
      ledgerEntries: world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
      progress: world.kernel.progress,
      incidents: [],
      equity: [],
      rivals: [],
    });
    restarted.startAt(110);
    restarted.on = (effect) => (effect.kind === 'readAccount' ? [] : null);
    const asked = (): readonly string[][] =>
      restarted.effects.flatMap((effect) => (effect.kind === 'readAccount' ? [effect.orders.map(({ id }) => id)] : []));
    restarted.start();
    const landed = orders.filter(({ state }) => state === 'landed').map(({ id }) => id);
    expect(landed.length).toBe(1);
    restarted.next();
    const head = restarted.next();
    expect(asked()).toEqual([landed, landed, landed]);
    restarted.push(restarted.accountAt(head));
    restarted.next();
    expect(asked().at(-1)).not.toEqual(landed);
  });

  it('takes back after a restart what strangers sent in a block that was replaced meanwhile', () => {
    const world = new ScriptedWorld().start();
    const before = world.balances.get('native') ?? 0n;
    world.balances.set('native', before + 7n);
    world.next();
    const restarted = new ScriptedWorld('automate', {
      orders: [],
      fills: [],
      ledgerEntries: world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
      progress: world.kernel.progress,
      incidents: [],
      equity: [],
      rivals: [],
    });
    restarted.startAt(103);
    restarted.fork = 'other';
    restarted.start();
    expect(restarted.kernel.errors).toEqual([]);
    expect(restarted.kernel.booksEqual).toBe(true);
    expect(restarted.kernel.ledger.balance('wallet', 'native')).toBe(before);
  });

  it('asks for the very same signature after a restart, and sends the very same bytes', () => {
    const world = new ScriptedWorld().start();
    world.on = (effect) => (effect.kind === 'sign' ? [] : null);
    world.next({ move: mispricing });
    const order = onlyOrder(world);
    const entries = world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : []));
    const restarted = new ScriptedWorld('automate', {
      orders: [order],
      fills: [],
      ledgerEntries: entries,
      progress: null,
      incidents: [],
      equity: [],
      rivals: [],
    }).start();
    const signs = restarted.effects.filter((effect) => effect.kind === 'sign');
    expect(signs).toEqual([{ kind: 'sign', order }]);
    expect(restarted.kernel.booksEqual).toBe(true);
    restarted.next({ include: 'landed' });
    expect(restarted.kernel.orders.get(order.id)?.state).toBe('landed');
  });
});
