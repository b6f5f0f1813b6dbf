import { countersOf } from '../journalView.ts';
import type { Fault } from './fault.ts';
import { waitForMoment } from './moment.ts';

/** Deeper than any reorg here: before it the wallet had nothing. */
const blocksBefore = 12;
const deepest = 10;

export const reorg: Fault = {
  name: `reorg of 1-${deepest} blocks`,
  kit: 'plain',
  times: 20,
  inject: async ({ run }, random) => {
    await run.until(() => (countersOf(run.data)?.blocks ?? 0) > blocksBefore, `${blocksBefore} blocks`);
    const depth = 1 + random.below(deepest);
    const before = countersOf(run.data)?.reorgs ?? 0;
    const what = `${await waitForMoment(run, random)}, ${depth} deep`;
    await run.builder.reorg(depth);
    const overAtMs = performance.now();
    // Where the engine cannot link the new branch to what it had, it takes a snapshot instead and goes on from there.
    const goesOn = (countersOf(run.data)?.blocks ?? 0) + 2 * deepest;
    const counted = (): boolean => (countersOf(run.data)?.reorgs ?? 0) > before;
    await run.until(() => counted() || (countersOf(run.data)?.blocks ?? 0) >= goesOn, `the reorg of ${depth}`);
    return { overAtMs, epoch: 'same', what: counted() ? what : `${what}, by a snapshot` };
  },
};
