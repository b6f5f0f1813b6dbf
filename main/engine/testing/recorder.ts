import { writeSync } from 'node:fs';
import { createNativeDetector } from '../../../app/detect/nativeDetector.ts';
import { monotonicNs } from '../../../app/domain/clock.ts';
import { present } from '../../../app/domain/errors.ts';
import { newKernel } from '../../../app/engine/newKernel.ts';
import { PanelTables } from '../../../app/engine/panelTables.ts';
import { mispricing, ScriptedWorld } from '../../../app/engine/testing/scriptedWorld.ts';
import { openJournal } from '../../../app/store/journal.ts';
import { EngineRun } from '../engineRun.ts';
import { GuardedCommits } from '../guardedCommits.ts';

/**
 * A process that records a run for ever: says after each durable commit how many inputs are stored. A round is a trade
 * that lands, with the blocks around it.
 */
const journal = openJournal(present(process.argv[2], 'the folder'), { keptOpen: 2_000 });
const everyMs = Number(process.argv[3] ?? '25');
const world = new ScriptedWorld().start();
const { epoch } = world.kernel;
journal.beginEpoch(epoch);
const kernel = newKernel(epoch, createNativeDetector(), () => monotonicNs(0), null);
const nobody = { onFailed: (error: Error) => void writeSync(2, error.message), onMended: () => undefined };
const commits = new GuardedCommits(nobody, () => performance.now());
const run = new EngineRun(kernel, journal, new PanelTables(kernel), () => undefined, commits);
writeSync(1, 'began\n');
let given = 0;
let round = 0;
const record = (): void => {
  round += 1;
  const reserve1 = mispricing.reserve1 + BigInt(1_000 + (round % 50) * 40) * 10n ** 18n;
  world.next({ move: { ...mispricing, reserve1 } });
  world.next({ include: 'landed' });
  for (; given < world.inputs.length; given += 1) {
    const input = world.inputs[given];
    if (input !== undefined) run.push(input);
  }
  if (commits.attempt(() => journal.commitDurably())) writeSync(1, `${given}\n`);
};
setInterval(record, everyMs);
