import { afterEach, expect, it, vi } from 'vitest';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import { epochMs, monotonicNs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { Effect } from '../../app/engine/effect.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import { mispricing, ScriptedWorld } from '../../app/engine/testing/scriptedWorld.ts';
import { storeError } from '../../app/store/storeErrors.ts';
import { EngineRun } from './engineRun.ts';
import { GuardedCommits } from './guardedCommits.ts';
import { ReplayRecord } from './replayRecord.ts';

let run: EngineRun | null = null;
afterEach(() => run?.stop());

const sends = ({ kind }: Effect): boolean => kind === 'sign' || kind === 'submit';

/** Runs what a trade needs over a journal that refuses while `refuses()` says so. */
function trade(refuses: (input: EngineInput) => boolean): { performed: Effect[]; push: (input: EngineInput) => void } {
  const world = new ScriptedWorld();
  world.start();
  world.next({ move: mispricing });
  world.next({ include: 'landed' });
  const kernel = newKernel(world.kernel.epoch, createNativeDetector(), () => monotonicNs(0), null);
  const performed: Effect[] = [];
  let refusing = false;
  let refused = false;
  let nowMs = 0;
  class Refusing extends ReplayRecord {
    override commitDurably(): void {
      if (!refusing) return;
      refused = true;
      throw storeError('STORE_LOCKED', 'The journal is in use.', {});
    }
  }
  const mended: EngineInput = { kind: 'journalMended', atMs: epochMs(1) };
  const commits = new GuardedCommits({ onFailed: () => undefined, onMended: () => push(mended) }, () => nowMs);
  const started = new EngineRun(
    kernel,
    new Refusing(),
    new PanelTables(kernel),
    (effect) => performed.push(effect),
    commits,
  );
  run = started;
  const push = (input: EngineInput): void => {
    refusing = refuses(input);
    nowMs += 10_000;
    started.push(input);
  };
  for (const input of world.inputs) {
    push(input);
    if (performed.some(sends) || refused) break;
  }
  return { performed, push };
}

it('lets nothing out that is not on disk', () => {
  expect(
    trade(() => false)
      .performed.filter(sends)
      .map(({ kind }) => kind),
  ).toEqual(['sign']);
  const { performed } = trade(() => true);
  expect(performed.filter(sends)).toEqual([]);
});

it('goes on by itself with what it held back, once it is on disk', async () => {
  const { performed, push } = trade(({ kind }) => kind !== 'timer' && kind !== 'journalMended');
  expect(performed.filter(sends)).toEqual([]);
  push({ kind: 'timer', atMs: epochMs(1) });
  await vi.waitFor(() => expect(performed.filter(sends)).toMatchObject([{ kind: 'sign' }]));
});
