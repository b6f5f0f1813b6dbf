import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import type { Fault, Stage } from './testing/faults/fault.ts';
import {
  killOfDevnet,
  killOfEngine,
  killOfMain,
  killOfMainWithOrphans,
  killOfNode,
  killOfSigner,
} from './testing/faults/kills.ts';
import { closeStage, openStage } from './testing/faults/stage.ts';
import { strike } from './testing/faults/strike.ts';
import { endWell } from './testing/goodEnd.ts';
import { kill } from './testing/headlessRun.ts';

let stage: Stage | null = null;

afterEach(async () => {
  if (stage !== null) await closeStage(stage);
  stage = null;
});

async function survive(seed: number, faults: readonly Fault[]): Promise<Stage> {
  const random = seededRandom(seed);
  const opened = await openStage('plain', seed);
  stage = opened;
  for (const fault of faults) {
    const { findings, what } = await strike(opened, fault, random);
    expect(findings, what).toEqual({ lost: [], twice: [], books: [] });
  }
  return opened;
}

it('goes on after a kill of the engine or the signer: nothing lost, nothing sent twice, modes as before', async () => {
  const { run } = await survive(11, [killOfEngine, killOfSigner, killOfEngine, killOfSigner]);
  // Ended while the engine is away: the books are looked at once more before the verdict.
  kill(run.pidOf('main/engine') ?? 0);
  expect((await endWell(run)).restarts).toBe(5);
});

it('begins another epoch after a kill of the node or the devnet, and closes the books of the last', async () => {
  const { run } = await survive(12, [killOfNode, killOfDevnet]);
  await endWell(run);
});

it('comes back with Approve after a kill of main, and ends what outlived it', async () => {
  const survived = await survive(13, [killOfMain, killOfMainWithOrphans]);
  expect((await endWell(survived.run)).restarts).toBe(0);
});
