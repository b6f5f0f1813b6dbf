import { rmSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { killAndGoOn, killChain, killMain } from './testing/killing.ts';

let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  if (run !== null) rmSync(run.data, { recursive: true, force: true });
  run = null;
});

it('goes on after a kill of the engine or the signer: nothing lost, nothing sent twice, modes as before', async () => {
  const random = seededRandom(11);
  run = await HeadlessRun.start({ seed: 11 });
  await run.landMore();
  for (const part of ['main/engine', 'main/signer', 'main/engine', 'main/signer'] as const)
    await killAndGoOn(run, part, random);
  // Ended while the engine is away: the books are looked at once more before the verdict.
  kill(run.pidOf('main/engine') ?? 0);
  expect((await endWell(run)).restarts).toBe(5);
});

it('begins another epoch after a kill of the node or the devnet, and closes the books of the last', async () => {
  const random = seededRandom(12);
  run = await HeadlessRun.start({ seed: 12 });
  await run.landMore();
  await killChain(run, 'anvil', random);
  await killChain(run, 'main/devnet', random);
  await endWell(run);
});

it('comes back with Approve after a kill of main, and ends what outlived it', async () => {
  const random = seededRandom(13);
  run = await HeadlessRun.start({ seed: 13 });
  await run.landMore();
  run = await killMain(run, random, []);
  run = await killMain(run, random, ['main/engine', 'main/devnet']);
  expect((await endWell(run)).restarts).toBe(0);
});
