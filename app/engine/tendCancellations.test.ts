import { describe, expect, it } from 'vitest';
import type { Order } from '../domain/order.ts';
import { mispricing, ScriptedWorld } from './testing/scriptedWorld.ts';

function execution(world: ScriptedWorld): Order {
  const order = [...world.kernel.orders.values()].find(({ kind }) => kind === 'execute');
  if (order === undefined) throw new Error('no order');
  return order;
}

function cancellations(world: ScriptedWorld): readonly Order[] {
  return [...world.kernel.orders.values()].filter(({ kind }) => kind === 'cancel');
}

function next(world: ScriptedWorld, blocks: number): void {
  for (let i = 0; i < blocks; i += 1) world.next();
}

/** One order that was not included by its deadline, and whose cancellation has just been sent. */
function cancelling(bend?: (world: ScriptedWorld) => void): ScriptedWorld {
  const world = new ScriptedWorld().start();
  world.next({ move: mispricing });
  bend?.(world);
  for (let i = 0; i < 20 && execution(world).state !== 'cancelling'; i += 1) world.next();
  expect(execution(world).state).toBe('cancelling');
  return world;
}

describe('a cancellation that is not included', () => {
  it('is sent again, the same bytes, ever more seldom, until the chain has taken its nonce', () => {
    const world = cancelling();
    const [first] = cancellations(world);
    world.pending.clear();
    const from = world.effects.length;
    next(world, 40);
    const again = world.effects.slice(from).filter(({ kind }) => kind === 'submit');
    expect(again).toHaveLength(5);
    expect(new Set(again.map((effect) => (effect.kind === 'submit' ? effect.orderId : '')))).toEqual(
      new Set([first?.id]),
    );
    expect(cancellations(world)).toHaveLength(1);
    world.next({ include: 'landed' });
    expect(execution(world).state).toBe('dropped');
    expect(world.kernel.booksEqual).toBe(true);
    const afterwards = world.effects.length;
    next(world, 40);
    expect(world.effects.slice(afterwards).filter(({ kind }) => kind === 'submit')).toEqual([]);
  });

  it('is outbid by another where the base fee has outgrown it', () => {
    const world = cancelling();
    const [first] = cancellations(world);
    if (first === undefined) throw new Error('no cancellation');
    world.baseFeePerGas = first.plan.maxFeePerGas + 1n;
    next(world, 2);
    const [, second, ...more] = cancellations(world);
    expect(more).toEqual([]);
    expect(second?.plan.maxFeePerGas).toBeGreaterThan(world.baseFeePerGas);
    expect(second?.plan.maxPriorityFeePerGas).toBeGreaterThan(first.plan.maxPriorityFeePerGas);
    world.pending.delete(first.id);
    for (const id of world.pending.keys()) if (!id.startsWith('c')) world.pending.delete(id);
    world.next({ include: 'landed' });
    expect([execution(world), ...cancellations(world)].map(({ state }) => state)).toEqual([
      'dropped',
      'replaced',
      'landed',
    ]);
    expect(world.kernel.booksEqual).toBe(true);
  });

  it.each(['signer', 'node'] as const)('is made anew after a while where the %s refused it', (refuser) => {
    let refusals = 0;
    const world = cancelling((bent) => {
      bent.on = (effect) => {
        const atMs = bent.now();
        const refuses = refusals < 3;
        if (refuser === 'signer' && refuses && effect.kind === 'sign') {
          refusals += 1;
          const result = { kind: 'refused', code: 'SIGNER_CANCEL_COST', message: 'too dear' } as const;
          return [{ kind: 'signed', atMs, orderId: effect.order.id, result }];
        }
        if (refuser === 'node' && refuses && effect.kind === 'submit') {
          refusals += 1;
          const result = { kind: 'refused', error: 'insufficientFunds: none' } as const;
          return [{ kind: 'submitted', atMs, orderId: effect.orderId, result }];
        }
        return null;
      };
    });
    expect(cancellations(world).map(({ state }) => state)).toEqual([refuser === 'signer' ? 'refused' : 'dropped']);
    next(world, 16);
    expect(cancellations(world)).toHaveLength(4);
    expect(cancellations(world).at(-1)?.state).toBe('submitted');
    for (const id of world.pending.keys()) if (!id.startsWith('c')) world.pending.delete(id);
    world.next({ include: 'landed' });
    expect(execution(world).state).toBe('dropped');
    expect(world.kernel.booksEqual).toBe(true);
  });
});
