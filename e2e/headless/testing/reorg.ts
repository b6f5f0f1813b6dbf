import type { HeadlessRun } from './headlessRun.ts';
import { countersOf } from './journalView.ts';

/** Blocks after which a reorg would have been seen. */
const enoughBlocks = 5;
const mostTries = 10;

/** Replaces the newest blocks, and waits until the engine has seen it. Blocks that it had not seen yet are none to it: then others are replaced. */
export async function reorgAndSeen(run: HeadlessRun, depth: number): Promise<void> {
  const counted = (what: 'reorgs' | 'blocks'): number => countersOf(run.data)?.[what] ?? 0;
  const before = counted('reorgs');
  for (let tries = 0; tries < mostTries; tries += 1) {
    await run.builder.reorg(depth);
    const after = counted('blocks') + enoughBlocks;
    await run.until(() => counted('reorgs') > before || counted('blocks') >= after, `a reorg of ${depth}`);
    if (counted('reorgs') > before) return;
  }
  throw new Error(`the engine saw none of ${mostTries} reorgs of ${depth}`);
}
