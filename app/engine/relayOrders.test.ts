import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { monotonicNs } from '../domain/clock.ts';
import type { EngineInput } from '../domain/engineInput.ts';
import { parseHash } from '../domain/hex.ts';
import { type Order, openOrderStates } from '../domain/order.ts';
import type { SubmissionKind } from '../domain/submission.ts';
import { applyInput } from './kernel.ts';
import { newKernel } from './newKernel.ts';
import { mispricing, poolB, relay, ScriptedWorld, signedBytesOf } from './testing/scriptedWorld.ts';

type World = ScriptedWorld;

function worldWith(submissions?: readonly SubmissionKind[]): World {
  return new ScriptedWorld('automate', null, {
    relays: [relay],
    ...(submissions === undefined ? {} : { submissions }),
  }).start();
}

function onlyOrder(world: World): Order {
  const [order, ...more] = world.kernel.orders.values();
  if (order === undefined || more.length > 0) throw new Error('not one order');
  return order;
}

/** An order that a person approved was sent to the relay for block 102. */
function approvedWorld(): World {
  const world = new ScriptedWorld('approve', null, { relays: [relay] }).start();
  world.next({ move: mispricing });
  const [ticket] = world.kernel.tickets.values();
  if (ticket === undefined) throw new Error('no ticket');
  const action = { kind: 'approveTicket', ticketId: ticket.id, approvalId: 'a1' } as const;
  world.push({ kind: 'user', atMs: world.now(), action });
  return world;
}

function effectsOf<K extends World['effects'][number]['kind']>(world: World, kind: K) {
  return world.effects.filter(
    (effect): effect is Extract<World['effects'][number], { kind: K }> => effect.kind === kind,
  );
}

/** The relay takes it, and its builder leaves out what fails. */
function leftOut(world: World, effect: Extract<World['effects'][number], { kind: 'sendBundle' }>): EngineInput[] {
  const bundleHash = parseHash(`0x${'bb'.repeat(32)}`);
  return [{ kind: 'bundleSent', ...world.asked(effect), result: { kind: 'accepted', bundleHash } }];
}

/** The relay ran it and it reverted. */
function fails(world: World, error = 'Expired'): World['on'] {
  return (effect) => {
    if (effect.kind === 'sendBundle' && effect.members.length === 1) return leftOut(world, effect);
    if (effect.kind !== 'simulateBundle') return null;
    const members = effect.members.flatMap(({ orderId }) => {
      const transactionHash = world.kernel.orders.get(orderId)?.transactionHash ?? null;
      return transactionHash === null ? [] : [{ transactionHash, gasUsed: 30_000, error }];
    });
    return [{ kind: 'bundleSimulated', ...world.asked(effect), result: { kind: 'simulated', members } }];
  };
}

function down(world: World): World['on'] {
  const result = { kind: 'failed', code: 'RELAY_UNREACHABLE', error: 'ECONNREFUSED' } as const;
  return (effect) => {
    if (effect.kind === 'simulateBundle') return [{ kind: 'bundleSimulated', ...world.asked(effect), result }];
    return effect.kind === 'sendBundle' ? [{ kind: 'bundleSent', ...world.asked(effect), result }] : null;
  };
}

describe('an order for a relay', () => {
  it('is sent and landed by the relay alone, without being run first', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    const order = onlyOrder(world);
    expect(order).toMatchObject({ state: 'submitted', plan: { submission: { kind: 'relay', relayId: 'r1' } } });
    expect(effectsOf(world, 'sendBundle')).toMatchObject([
      { relay, block: { number: 101 }, members: [{ rawTransaction: signedBytesOf(order) }], reverting: [] },
    ]);
    expect(effectsOf(world, 'simulateBundle')).toEqual([]);
    expect(effectsOf(world, 'sendBundle')[0]?.maxTimestampS).toBe(order.deadlineS);
    world.next({ include: 'landed' });
    expect(onlyOrder(world).state).toBe('landed');
    expect(effectsOf(world, 'submit')).toEqual([]);
    expect(world.kernel.counters.inclusion.relay).toMatchObject({ submitted: 1, landed: 1, blocksToInclusion: 1 });
    expect(world.kernel.booksEqual).toBe(true);
  });

  it('that was missed is over with its block: its nonce is free and nothing was paid', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    const order = onlyOrder(world);
    world.on = (effect) => (effect.kind === 'sign' ? [] : null);
    world.next();
    expect(effectsOf(world, 'sendBundle').map(({ block }) => block.number)).toEqual([101]);
    expect(world.kernel.orders.get(order.id)).toMatchObject({ state: 'dropped', reason: { code: 'LANDING_LOST' } });
    expect(world.kernel.counters).toMatchObject({ notIncluded: 1, lostToRivals: 1, landed: 0, reverted: 0 });
    expect(world.kernel.counters.inclusion.relay).toMatchObject({ submitted: 1, missed: 1, lost: 1, tipPaid: 0n });
    expect(world.kernel.totals.gas).toBe(0n);
    expect(effectsOf(world, 'submit')).toEqual([]);
    expect([...world.kernel.orders.values()].filter(({ kind }) => kind === 'cancel')).toEqual([]);
    world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + 10n ** 22n } });
    const next = [...world.kernel.orders.values()].find(({ state }) => state === 'intended');
    expect(next?.nonce).toBe(order.nonce);
  });

  it.each([
    [0, 1],
    [1, 0],
  ])(
    'waits for the nonce at the head and not for the account: with %i there it has %i more offers',
    (nonce, offers) => {
      const world = approvedWorld();
      const before = effectsOf(world, 'sendBundle').length;
      world.on = (effect) => (effect.kind === 'readNonce' || effect.kind === 'readAccount' ? [] : null);
      const { number, hash } = world.next();
      expect(effectsOf(world, 'sendBundle')).toHaveLength(before);
      world.push({
        kind: 'nonce',
        atMs: world.now(),
        block: { number: 101, hash: parseHash(`0x${'0'.repeat(62)}99`) },
        nonce: 0,
      });
      expect(effectsOf(world, 'sendBundle')).toHaveLength(before);
      world.push({ kind: 'nonce', atMs: world.now(), block: { number, hash }, nonce });
      expect(effectsOf(world, 'sendBundle')).toHaveLength(before + offers);
      expect(onlyOrder(world).state).toBe('submitted');
    },
  );

  it('gives its nonce to the next order before the account of that block is known', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    const older = onlyOrder(world);
    world.on = (effect) => (effect.kind === 'readAccount' || effect.kind === 'simulate' ? [] : null);
    world.next();
    expect(world.kernel.orders.get(older.id)?.state).toBe('dropped');
    world.on = (effect) => (effect.kind === 'readAccount' ? [] : null);
    world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + 10n ** 22n } });
    const newer = [...world.kernel.orders.values()].at(-1);
    expect(newer).toMatchObject({ nonce: older.nonce, state: 'submitted', decidedAt: { number: 103 } });
  });

  it('that a person approved is offered with the same bytes until its deadline', () => {
    const world = approvedWorld();
    const order = onlyOrder(world);
    for (let block = 0; block < 3; block += 1) world.next();
    const sent = effectsOf(world, 'sendBundle');
    expect(sent.map(({ block }) => block.number)).toEqual([101, 102, 103, 104]);
    expect(new Set(sent.flatMap(({ members }) => members.map(({ rawTransaction }) => rawTransaction)))).toEqual(
      new Set([signedBytesOf(order)]),
    );
    for (let block = 0; block < 120; block += 1) world.next();
    expect(world.kernel.orders.get(order.id)).toMatchObject({ state: 'dropped', nonce: 0 });
    expect(effectsOf(world, 'sendBundle').at(-1)?.block.number).toBeLessThan(104 + 120);
  });

  it('that fails is in no block and costs nothing', () => {
    const world = worldWith();
    world.on = fails(world);
    world.next({ move: mispricing });
    for (let block = 0; block < 4; block += 1) world.next({ include: 'landed' });
    expect(world.kernel.orders.values().next().value).toMatchObject({ state: 'dropped' });
    expect(world.kernel.counters).toMatchObject({ landed: 0, reverted: 0, notIncluded: 1 });
    expect(world.kernel.totals.gas).toBe(0n);
    expect(world.kernel.chainNonce).toBe(0);
  });

  /** The price moves in every block for long enough that a relay which is down is left alone for some. */
  function moveOften(world: World): void {
    for (let step = 1n; step <= 6n; step += 1n)
      world.next({ move: { ...mispricing, reserve1: mispricing.reserve1 + step * 10n ** 22n } });
  }

  it('stays with a relay that does not answer; a later order may be public', () => {
    const world = worldWith();
    world.on = down(world);
    world.next({ move: mispricing });
    const first = onlyOrder(world);
    moveOften(world);
    expect(world.kernel.orders.get(first.id)).toMatchObject({
      state: 'dropped',
      reason: { code: 'SUBMIT_RELAY_FAILED', facts: { relay: 'r1', code: 'RELAY_UNREACHABLE' } },
    });
    const submits = effectsOf(world, 'submit').map(({ orderId }) => world.kernel.orders.get(orderId));
    expect(submits.length).toBeGreaterThan(0);
    for (const order of submits) expect(order?.plan.submission).toEqual({ kind: 'public' });
    expect(submits.map((order) => order?.id)).not.toContain(first.id);
  });

  it('is not replaced by a public one where only the relay is allowed', () => {
    const world = worldWith(['relay']);
    world.on = down(world);
    world.next({ move: mispricing });
    moveOften(world);
    expect(effectsOf(world, 'submit')).toEqual([]);
    expect(world.kernel.counters.rejections.get('POLICY_NO_RELAY')).toBeGreaterThan(0);
  });

  it('goes to nobody while trading is halted, and is taken back from the relay', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    world.push({
      kind: 'user',
      atMs: world.now(),
      action: { kind: 'setTradingState', state: 'halted', by: 'person', reason: 'F12' },
    });
    expect(effectsOf(world, 'cancelBundle')).toMatchObject([{ relay, targetBlock: 102 }]);
    const offers = effectsOf(world, 'sendBundle').length;
    for (let block = 0; block < 4; block += 1) world.next();
    expect(effectsOf(world, 'sendBundle')).toHaveLength(offers);
    expect(onlyOrder(world).state).toBe('dropped');
    expect(effectsOf(world, 'submit')).toEqual([]);
  });

  it('is offered again after a restart, with the same bytes', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    const order = onlyOrder(world);
    const restarted = new ScriptedWorld(
      'automate',
      {
        orders: [order],
        fills: [],
        ledgerEntries: world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
        progress: world.kernel.progress,
        incidents: [],
        equity: [],
        rivals: [],
      },
      { relays: [relay] },
    );
    restarted.startAt(101);
    restarted.start();
    expect(effectsOf(restarted, 'sendBundle')).toMatchObject([
      { block: { number: 101 }, members: [{ orderId: order.id, rawTransaction: signedBytesOf(order) }] },
    ]);
    expect(effectsOf(restarted, 'sign')).toEqual([]);
    restarted.next({ include: 'landed' });
    expect(onlyOrder(restarted).state).toBe('landed');
  });

  it('that the relay includes against its word is booked all the same', () => {
    const world = worldWith();
    world.next({ move: mispricing });
    const { id } = onlyOrder(world);
    world.on = (effect) => (effect.kind === 'simulate' ? [] : null);
    world.next();
    expect(world.kernel.orders.get(id)?.state).toBe('dropped');
    const watched = effectsOf(world, 'readAccount').at(-1)?.watched ?? [];
    world.next({ include: 'reverted' });
    expect(
      effectsOf(world, 'readAccount')
        .at(-1)
        ?.watched.map((order) => order.id),
    ).toEqual([id]);
    expect(watched).toEqual([]);
    expect(world.kernel.orders.get(id)?.state).toBe('reverted');
    expect(world.kernel.booksEqual).toBe(true);
    expect(world.kernel.counters).toMatchObject({ notIncluded: 0, reverted: 1 });
    expect(world.kernel.counters.inclusion.relay).toMatchObject({ missed: 0, reverted: 1, lost: 1 });
  });
});

describe('orders that follow one another', () => {
  /** A restart with two of them signed and sent. */
  function worldWithTwo(on: (world: World) => World['on'] = () => () => null): World {
    const before = worldWith();
    before.next({ move: mispricing });
    const first = onlyOrder(before);
    const second = { ...first, id: `${first.id}b`, nonce: first.nonce + 1 };
    const hash = parseHash(`0x${'02'.repeat(32)}`);
    const orders = [first, { ...second, transactionHash: hash, rawTransaction: signedBytesOf(second) }];
    const record = {
      fills: [],
      ledgerEntries: [],
      progress: before.kernel.progress,
      incidents: [],
      equity: [],
      rivals: [],
    };
    const world = new ScriptedWorld('automate', { orders, ...record }, { relays: [relay] });
    world.startAt(101);
    world.on = on(world);
    return world.start();
  }

  /** What the relay says of each, in order: empty for one that ran. */
  function runs(...errors: readonly string[]): (world: World) => World['on'] {
    return (world) => (effect) => {
      if (effect.kind !== 'simulateBundle') return null;
      const members = effect.members.flatMap(({ orderId }, index) => {
        const transactionHash = world.kernel.orders.get(orderId)?.transactionHash ?? null;
        return transactionHash === null ? [] : [{ transactionHash, gasUsed: 30_000, error: errors[index] ?? '' }];
      });
      return [{ kind: 'bundleSimulated', ...world.asked(effect), result: { kind: 'simulated', members } }];
    };
  }

  const sizes = (world: World): readonly number[] =>
    effectsOf(world, 'sendBundle').map(({ members }) => members.length);

  it('are run by the relay first and sent as one bundle', () => {
    const world = worldWithTwo(runs('', ''));
    expect(effectsOf(world, 'simulateBundle')).toHaveLength(1);
    expect(sizes(world)).toEqual([2]);
    // Beaten to its trade within the block, the second would take the first out along.
    expect(effectsOf(world, 'sendBundle')[0]?.reverting).toEqual([parseHash(`0x${'02'.repeat(32)}`)]);
  });

  it('are sent without those that fail at the end, and not at all where all fail', () => {
    expect(sizes(worldWithTwo(runs('', 'Expired')))).toEqual([1]);
    expect(sizes(worldWithTwo(runs('Expired', 'Expired')))).toEqual([]);
  });

  it('wait for an answer about this block and this set', () => {
    const world = worldWithTwo(() => (effect) => (effect.kind === 'simulateBundle' ? [] : null));
    const [first] = effectsOf(world, 'simulateBundle');
    if (first === undefined) throw new Error('nothing offered');
    const answers = new ScriptedWorld().answer.call(world, first);
    world.next();
    for (const answer of answers) world.push(answer);
    expect(effectsOf(world, 'sendBundle')).toEqual([]);
  });
});

describe('whatever happens', () => {
  const step = fc.record({
    include: fc.constantFrom('landed' as const, 'reverted' as const, 'none' as const),
    relayDoes: fc.constantFrom('runs', 'fails', 'isDown', 'isSilent', 'refuses'),
    signs: fc.boolean(),
    move: fc.integer({ min: 0, max: 40 }),
    event: fc.constantFrom('none', 'none', 'none', 'halt', 'resume', 'reorg', 'restart'),
  });

  it('no bytes signed for a relay reach the public pool, and none for the pool a relay; also in a replay', () => {
    let relayed = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 3, maxLength: 14 }), (steps) => {
        let world = worldWith();
        const worlds = [world];
        for (const { include, relayDoes, signs, move, event } of steps) {
          world.on = answersOf(world, relayDoes, signs);
          act(world, event);
          if (event === 'restart') {
            world = restarted(world);
            worlds.push(world);
            world.on = answersOf(world, relayDoes, signs);
          }
          const reserve1 = mispricing.reserve1 + BigInt(move) * 10n ** 21n;
          world.next({ include, move: { pool: poolB, reserve0: mispricing.reserve0, reserve1 } });
        }
        for (const each of worlds) {
          relayed += checkWays(each);
          checkSums(each);
          expect(replayed(each)).toEqual(each.effects);
        }
      }),
      { numRuns: 120 },
    );
    expect(relayed).toBeGreaterThan(40);
  });

  /** Every order that was handed out is counted once, and as one thing. Those of before a restart are in the counters too. */
  function checkSums({ kernel }: World): void {
    const { submitted, landed, reverted, missed } = kernel.counters.inclusion.relay;
    const underWay = [...kernel.orders.values()].filter(
      ({ kind, state, plan }) => kind === 'execute' && state === 'submitted' && plan.submission.kind === 'relay',
    );
    expect(landed + reverted + missed + underWay.length).toBe(submitted);
  }

  function answersOf(world: World, relayDoes: string, signs: boolean): World['on'] {
    return (effect) => {
      if (effect.kind === 'sign' && !signs) return [];
      if (relayDoes === 'fails') return fails(world)(effect);
      if (relayDoes === 'isDown') return down(world)(effect);
      if (relayDoes === 'isSilent' && effect.kind === 'simulateBundle') return [];
      if (relayDoes === 'refuses' && effect.kind === 'sendBundle') {
        const result = { kind: 'failed', code: 'RELAY_REFUSED', error: 'no' } as const;
        return [{ kind: 'bundleSent', ...world.asked(effect), result }];
      }
      return null;
    };
  }

  function act(world: World, event: string): void {
    if (event === 'halt' || event === 'resume') {
      const state = event === 'halt' ? 'halted' : 'active';
      world.push({
        kind: 'user',
        atMs: world.now(),
        action: { kind: 'setTradingState', state, by: 'p', reason: '' },
      });
    }
    if (event === 'reorg' && (world.kernel.head?.number ?? 0) > 101) world.reorg(1);
  }

  function restarted(world: World): World {
    const next = new ScriptedWorld(
      'automate',
      {
        orders: [...world.kernel.orders.values()],
        fills: [...world.kernel.fills.values()],
        ledgerEntries: [
          ...(world.resumption?.ledgerEntries ?? []),
          ...world.decisions.flatMap((decision) => (decision.kind === 'ledger' ? [decision.entry] : [])),
        ],
        progress: world.kernel.progress,
        incidents: [],
        equity: [],
        rivals: [],
      },
      { relays: [relay] },
    );
    next.startAt(world.kernel.head?.number ?? 100);
    next.nonce = world.nonce;
    next.fork = world.fork;
    for (const [asset, amount] of world.balances) next.balances.set(asset, amount);
    return next.start();
  }

  /** How many bundles were seen. */
  function checkWays(world: World): number {
    let bundles = 0;
    for (const effect of world.effects) {
      if (effect.kind === 'submit') {
        const order = world.kernel.orders.get(effect.orderId);
        expect(order?.plan.submission.kind).toBe('public');
      }
      if (effect.kind !== 'simulateBundle' && effect.kind !== 'sendBundle') continue;
      bundles += 1;
      for (const { orderId, rawTransaction } of effect.members) {
        const order = world.kernel.orders.get(orderId);
        expect(order?.plan.submission).toEqual({ kind: 'relay', relayId: relay.id });
        expect(rawTransaction).toBe(order?.rawTransaction);
      }
    }
    const publicBytes = new Set<string>(effectsOf(world, 'submit').map(({ rawTransaction }) => String(rawTransaction)));
    for (const order of world.kernel.orders.values())
      if (order.plan.submission.kind === 'relay') expect(publicBytes.has(String(order.rawTransaction))).toBe(false);
    // One live signature per nonce: a nonce is given again only after what stood at it had run out.
    const open = [...world.kernel.orders.values()].filter(
      ({ kind, state }) => kind === 'execute' && openOrderStates.includes(state),
    );
    expect(new Set(open.map(({ nonce }) => nonce)).size).toBeGreaterThanOrEqual(open.length - 1);
    return bundles;
  }

  function replayed(world: World): World['effects'] {
    if (world.resumption !== null) return world.effects;
    const kernel = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
    return world.inputs.flatMap((input) => applyInput(kernel, input).effects);
  }
});
