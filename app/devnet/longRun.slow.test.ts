import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { type DevnetUsage, nodeMbPerThousandBlocks, usageOf, usageTable } from './testing/devnetUsage.ts';
import { startTestDevnet, type TestDevnet } from './testing/startDevnet.ts';

/** Of the slow tier's budget. */
const shareOfBudget = 0.08;
const fewestMs = 60_000;
const budgetMs = Math.max(fewestMs, Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget);
/** A run at its own pace for so long, with a table of what it took: no part of any tier. */
const minutes = Number(process.env.SYNDICATE_DEVNET_MINUTES ?? 0);

/** The node's history is full by then, and the coins of the first minutes are launched. */
const settledBlocks = 1_200;
const fewestMeasuredBlocks = 2_000;
const blocksBetweenLooks = 100;
/** Measured this way: 5.6 while old headers and slots set to zero were kept, -0.9 since. */
const mostNodeMbPerThousandBlocks = 3;
const mostDevnetGrowthMb = 120;
const mostNodeMb = 200;
const mostDiskBytes = 8 * 1024 * 1024;

let devnet: TestDevnet | null = null;

afterEach(async () => {
  await devnet?.stop();
  devnet = null;
});

async function expectFlat(running: TestDevnet, looks: readonly DevnetUsage[]): Promise<void> {
  const seen = usageTable(looks);
  const [settled, latest] = [looks[0], looks.at(-1)];
  expect(nodeMbPerThousandBlocks(looks), seen).toBeLessThan(mostNodeMbPerThousandBlocks);
  expect(latest?.nodeMb, seen).toBeLessThan(mostNodeMb);
  expect(latest?.devnetMb, seen).toBeLessThan((settled?.devnetMb ?? 0) + mostDevnetGrowthMb);
  expect(latest?.diskBytes).toBeLessThan(mostDiskBytes);
  const { mempool, unexplainedOmissions } = await running.builder.status();
  expect(mempool.bytes).toBeLessThan(1024 * 1024);
  expect(unexplainedOmissions).toBe(0);
}

it('stays as large as it is, in memory and on disk, over thousands of blocks under the crowd', async () => {
  const running = await startTestDevnet({ blockTimeMs: 250, seed: 77 });
  devnet = running;
  const beganMs = performance.now();
  // As fast as they can be made: the crowd acts at every head that it can follow.
  const mine = (blocks: number): Promise<unknown> => running.builder.tell('builder_mine', { blocks });
  await mine(settledBlocks);
  const looks = [await usageOf(running, beganMs)];
  while ((looks.length - 1) * blocksBetweenLooks < fewestMeasuredBlocks || performance.now() - beganMs < budgetMs) {
    await mine(blocksBetweenLooks);
    looks.push(await usageOf(running, beganMs));
  }
  await expectFlat(running, looks);
});

async function runAtItsOwnPace(): Promise<void> {
  const running = await startTestDevnet({ blockTimeMs: 250, seed: 77 });
  devnet = running;
  const beganMs = performance.now();
  const looks: DevnetUsage[] = [];
  while (performance.now() - beganMs < minutes * 60_000) {
    looks.push(await usageOf(running, beganMs));
    await sleep(60_000);
  }
  looks.push(await usageOf(running, beganMs));
  const blocks = (looks.at(-1)?.block ?? 0) - (looks[0]?.block ?? 0);
  const { buildMs } = await running.builder.status();
  console.log(usageTable(looks));
  console.log(`${(blocks / minutes / 60).toFixed(2)} blocks a second; made in ${JSON.stringify(buildMs)} ms`);
  await expectFlat(running, looks.slice(Math.ceil((settledBlocks * 0.25) / 60)));
}

if (minutes > 0) it(`stays so for ${minutes} minutes at its own pace, a block every 250 ms`, runAtItsOwnPace);
