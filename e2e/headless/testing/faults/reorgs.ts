import { countersOf } from '../journalView.ts';
import { reorgAndSeen } from '../reorg.ts';
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
    const what = `${await waitForMoment(run, random)}, ${depth} deep`;
    const overAtMs = performance.now();
    await reorgAndSeen(run, depth);
    return { overAtMs, epoch: 'same', what };
  },
};
