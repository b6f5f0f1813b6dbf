import { expect } from 'vitest';
import type { RunSummary } from '../../../app/contract/summary.ts';
import type { HeadlessRun } from './headlessRun.ts';

/** Ends the run, or waits for it to end by itself, and sees that it has succeeded: status 0, books equal, no error. */
export async function endWell(run: HeadlessRun, how: 'interrupt' | 'await' = 'interrupt'): Promise<RunSummary> {
  const status = await (how === 'interrupt' ? run.end() : run.exit());
  const summary = run.summary();
  const { errors, ledgerMatchesChain } = summary;
  expect({ status, errors, ledgerMatchesChain }, run.told()).toEqual({
    status: 0,
    errors: [],
    ledgerMatchesChain: true,
  });
  return summary;
}
