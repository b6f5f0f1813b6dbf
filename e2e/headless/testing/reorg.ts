import type { HeadlessRun } from './headlessRun.ts';
import { countersOf } from './journalView.ts';

/** Replaces the newest blocks, and waits until the engine has seen it. */
export async function reorgAndSeen(run: HeadlessRun, depth: number): Promise<void> {
  const before = countersOf(run.data)?.reorgs ?? 0;
  await run.builder.reorg(depth);
  await run.until(() => (countersOf(run.data)?.reorgs ?? 0) > before, `the reorg of ${depth}`);
}
