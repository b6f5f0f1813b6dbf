import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startTestDevnet, type TestDevnet } from './testing/startDevnet.ts';

/** Of the slow tier's budget. */
const shareOfBudget = 0.08;
const fewestMs = 60_000;
const budgetMs = Math.max(fewestMs, Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget);

/** The node's history is full by then: blocks whose transactions it keeps. */
const settledBlocks = 2_200;
/** What the node gathers shows in steps, where its tables double: at 3,584 entries, and then at twice as many. */
const fewestMeasuredBlocks = 2_000;
const blocksBetweenLooks = 200;
/** Headers of old blocks, which the node never forgets, are 2 of it; unbounded lists in each kept state were 40. */
const mostNodeMbPerThousandBlocks = 15;
const mostDevnetGrowthMb = 60;
const mostNodeMb = 400;
const mostDiskBytes = 8 * 1024 * 1024;

let devnet: TestDevnet | null = null;

afterEach(async () => {
  await devnet?.stop();
  devnet = null;
});

/** Resident and swapped. */
function memoryMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const of = (name: string): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1024;
  return of('VmRSS') + of('VmSwap');
}

function bytesIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size);
  }, 0);
}

interface Look {
  readonly block: number;
  readonly nodeMb: number;
  readonly devnetMb: number;
}

/** Least squares. */
function mbPerThousandBlocks(looks: readonly Look[]): number {
  const mean = (of: (look: Look) => number): number => looks.reduce((sum, look) => sum + of(look), 0) / looks.length;
  const [block, megabytes] = [mean((look) => look.block), mean((look) => look.nodeMb)];
  const shared = mean((look) => (look.block - block) * (look.nodeMb - megabytes));
  return (1000 * shared) / mean((look) => (look.block - block) ** 2);
}

it('stays as large as it is, in memory and on disk, over thousands of blocks under the crowd', async () => {
  const running = await startTestDevnet({ blockTimeMs: 250, seed: 77 });
  devnet = running;
  const began = performance.now();
  const look = async (): Promise<Look> => ({
    block: (await running.builder.status()).head,
    nodeMb: memoryMb(running.nodePid),
    devnetMb: memoryMb(running.devnetPid),
  });
  // As fast as they can be made: the crowd acts at every head that it can follow.
  const mine = (blocks: number): Promise<unknown> => running.builder.tell('builder_mine', { blocks });
  await mine(settledBlocks);
  const settled = await look();
  const looks = [settled];
  let latest = settled;
  while (latest.block - settled.block < fewestMeasuredBlocks || performance.now() - began < budgetMs) {
    await mine(blocksBetweenLooks);
    latest = await look();
    looks.push(latest);
  }
  const seen = JSON.stringify(looks);
  expect(mbPerThousandBlocks(looks), seen).toBeLessThan(mostNodeMbPerThousandBlocks);
  expect(latest.nodeMb, seen).toBeLessThan(mostNodeMb);
  expect(latest.devnetMb, seen).toBeLessThan(settled.devnetMb + mostDevnetGrowthMb);
  expect(bytesIn(running.folder)).toBeLessThan(mostDiskBytes);
  const { mempool, unexplainedOmissions } = await running.builder.status();
  expect(mempool.bytes).toBeLessThan(1024 * 1024);
  expect(unexplainedOmissions).toBe(0);
});
