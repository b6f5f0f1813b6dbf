import { expect } from 'vitest';
import { collectEvidence, type Evidence } from './evidence.ts';
import type { HeadlessRun } from './headlessRun.ts';
import { judge } from './judge.ts';

/**
 * Holds journal, spend log and chain of a running application against each other, each read by a way of its own, while
 * the chain stands still.
 * @throws AssertionError naming what is lost, doubled or different
 */
export async function audit(run: HeadlessRun): Promise<Evidence> {
  const evidence = await collectEvidence(run);
  expect(judge(evidence), run.told()).toEqual({ lost: [], twice: [], books: [] });
  return evidence;
}
