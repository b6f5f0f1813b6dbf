import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { startTestDevnet, type TestDevnet } from './testing/startDevnet.ts';

/** Of the slow tier's budget. */
const shareOfBudget = 0.08;
const fewestMs = 60_000;
const budgetMs = Math.max(fewestMs, Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget);

/** The node's history is full by then, and with it its memory: blocks whose transactions it keeps. */
const settledBlocks = 2_200;
const mostGrowthMb = 60;
const mostNodeMb = 700;
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

it('stays as large as it is, in memory and on disk, over a long run at the fastest blocks', async () => {
  const running = await startTestDevnet({ blockTimeMs: 250, seed: 77 });
  devnet = running;
  // What a run of ten minutes would have made: the bounds are reached sooner.
  await running.builder.tell('builder_mine', { blocks: settledBlocks });
  const begun = {
    ...(await running.builder.status()),
    devnetMb: memoryMb(running.devnetPid),
    nodeMb: memoryMb(running.nodePid),
  };
  await new Promise((resolve) => setTimeout(resolve, budgetMs));
  const ended = await running.builder.status();
  expect(ended.blocks).toBeGreaterThan(begun.blocks);
  expect(memoryMb(running.devnetPid)).toBeLessThan(begun.devnetMb + mostGrowthMb);
  expect(memoryMb(running.nodePid)).toBeLessThan(Math.max(mostNodeMb, begun.nodeMb + mostGrowthMb));
  expect(bytesIn(running.folder)).toBeLessThan(mostDiskBytes);
  expect(ended.mempool.bytes).toBeLessThan(1024 * 1024);
  expect(ended.unexplainedOmissions).toBe(0);
});
