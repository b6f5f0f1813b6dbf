import { expect, it } from 'vitest';
import { createNativeDetector } from '../detect/nativeDetector.ts';
import { monotonicNs } from '../domain/clock.ts';
import { emptyDecisionHash, rollDecisionHash } from '../store/decisionHash.ts';
import { copyKernel, teachDetector } from './copyKernel.ts';
import { applyInput } from './kernel.ts';
import type { KernelState } from './kernelState.ts';
import { newKernel } from './newKernel.ts';
import { mispricing, ScriptedWorld } from './testing/scriptedWorld.ts';

const ether = 10n ** 18n;

/** Trades that land and one that reverts, a reorg, a restart, a quarantine. */
function recorded(): ScriptedWorld {
  const world = new ScriptedWorld();
  world.testsTransfers = true;
  world.start();
  const again = (more: bigint) => ({ ...mispricing, reserve1: mispricing.reserve1 + more * ether });
  world.next();
  world.next({ move: mispricing });
  world.next({ include: 'reverted' });
  world.next({ move: again(1000n) });
  world.next({ include: 'landed' });
  world.next();
  world.reorg(1);
  world.next();
  world.start();
  world.next({ move: again(2000n) });
  world.next({ include: 'landed' });
  world.next();
  return world;
}

function hashOver(kernel: KernelState, world: ScriptedWorld, from: number, to: number, before: string): string {
  let hash = before;
  for (const input of world.inputs.slice(from, to))
    for (const decision of applyInput(kernel, input).decisions) hash = rollDecisionHash(hash, decision);
  return hash;
}

it('decides the same as the kernel it was copied from, from any input on, and leaves that one alone', () => {
  const world = recorded();
  const count = world.inputs.length;
  const fresh = (): KernelState => newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
  const whole = hashOver(fresh(), world, 0, count, emptyDecisionHash);
  expect(world.kernel.counters.landed).toBe(2);
  for (let at = 0; at <= count; at += 1) {
    const original = fresh();
    const hash = hashOver(original, world, 0, at, emptyDecisionHash);
    const copy = copyKernel(original, createNativeDetector(), () => monotonicNs(0));
    teachDetector(copy);
    expect(hashOver(copy, world, at, count, hash), `copied after input ${at}`).toBe(whole);
    expect(hashOver(original, world, at, count, hash), `the original of input ${at}`).toBe(whole);
  }
});
