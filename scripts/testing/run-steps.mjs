import { describeFailure, SetupFailure } from '../failure.mjs';
import { formatElapsed } from '../progress.mjs';
import { formatTotals } from './count-tests.mjs';

/**
 * @typedef {import('./steps.mjs').Step} Step
 * @typedef {import('./steps.mjs').StepResult & { name: string, elapsedMs: number }} FinishedStep
 */

/**
 * Runs every step, also after one has failed, so that one run shows all there is to mend.
 * @param {readonly Step[]} steps
 * @param {import('../setup/prepare.mjs').Workplace} place
 * @param {(line: string) => void} print
 * @returns {Promise<FinishedStep[]>}
 */
export async function runSteps(steps, place, print) {
  const finished = [];
  for (const step of steps) {
    print(`\n== ${step.name}`);
    const startedAtMs = Date.now();
    const result = await step.run(place).catch((/** @type {unknown} */ error) => {
      if (!(error instanceof SetupFailure)) throw error;
      print(describeFailure(error));
      return { ok: false };
    });
    finished.push({ ...result, name: step.name, elapsedMs: Date.now() - startedAtMs });
  }
  return finished;
}

/**
 * @param {readonly FinishedStep[]} steps
 * @returns {string} a table, then what failed, then the totals alone on the last line
 */
export function formatSummary(steps) {
  const rows = steps.map((step) => {
    const counts = step.counts === undefined ? '' : formatTotals([step.counts]);
    return `  ${step.name.padEnd(12)} ${step.ok ? 'ok    ' : 'FAILED'} ${formatElapsed(step.elapsedMs).padStart(12)}  ${counts}`.trimEnd();
  });
  const failed = steps.filter((step) => !step.ok).map((step) => step.name);
  const verdict = failed.length > 0 ? [`failed: ${failed.join(', ')}`] : [];
  const counts = steps.flatMap((step) => (step.counts === undefined ? [] : [step.counts]));
  return ['', ...rows, '', ...verdict, formatTotals(counts)].join('\n');
}
