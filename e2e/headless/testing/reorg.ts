import type { HeadlessRun } from './headlessRun.ts';
import { countersOf } from './journalView.ts';
import { sleep } from './waiting.ts';

/** Longer than the node takes for a block that it was just told to mine. */
const settlesWithinMs = 200;

/**
 * Replaces the newest blocks between two blocks: the process that mines stands still meanwhile. Asked for a block and a
 * reorg at once, the node (anvil 1.7.1) loses blocks, and its state is then not that of its transactions.
 */
export async function replaceBlocks(run: HeadlessRun, depth: number): Promise<void> {
  const thaw = run.freezeChain();
  try {
    await sleep(settlesWithinMs);
    await run.node.call('anvil_reorg', depth, []);
  } finally {
    thaw();
  }
}

/** The same, and waits until the engine has seen it. */
export async function reorgBetweenBlocks(run: HeadlessRun, depth: number): Promise<void> {
  const before = countersOf(run.data)?.reorgs ?? 0;
  await replaceBlocks(run, depth);
  await run.until(() => (countersOf(run.data)?.reorgs ?? 0) > before, `the reorg of ${depth}`);
}
