import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { seededRandom } from '../../app/domain/random.ts';
import { anotherNode } from './testing/anotherNode.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { countersOf, currentEpoch, inputsOf } from './testing/journalView.ts';
import { reorgAndSeen } from './testing/reorg.ts';
import { copyJournal, replayFile, sha256Of } from './testing/replayCommand.ts';
import { type StagedBundles, stageBundles } from './testing/stagedBundles.ts';
import { sleep } from './testing/waiting.ts';

/** Ten minutes within a budget of half an hour; a smaller budget gets a shorter run. */
const fullMs = 605_000;
const shareOfBudget = 0.34;
const budgetMs = Number(process.env.SYNDICATE_SLOW_BUDGET_MS ?? 0) * shareOfBudget;
const recordedMs = Math.min(fullMs, Math.max(60_000, budgetMs));
/** Every so often something happens to the run: a reorg, or a kill. */
const troubleEveryMs = 20_000;

const folder = mkdtempSync(join(tmpdir(), 'syndicate-long-'));
let run: HeadlessRun | null = null;
let bundles: StagedBundles | null = null;

afterEach(({ task }) => {
  run?.dispose();
  bundles?.remove();
  // The journal of a run that failed says why.
  if (task.result?.state === 'fail') console.log(`kept: ${folder}`);
  else rmSync(folder, { recursive: true, force: true });
});

it('decides the same again after minutes with reorgs and kills, on two versions of Node', async () => {
  const random = seededRandom(61);
  // Before the run: sources that change meanwhile must not come between the two.
  const staged = await stageBundles({ behindBroker: false });
  bundles = staged;
  const started = await HeadlessRun.start({ seed: 61, data: folder });
  run = started;
  await started.until(() => (countersOf(started.data)?.blocks ?? 0) > 12, '12 blocks', 60_000);
  const epoch = currentEpoch(started.data)?.epoch.id ?? '';
  const untilMs = performance.now() + recordedMs;
  let reorgs = 0;
  let kills = 0;
  while (performance.now() < untilMs) {
    await sleep(troubleEveryMs + random.below(2_000));
    if (random.below(3) > 0) {
      reorgs += 1;
      await reorgAndSeen(started, 1 + random.below(6));
    } else {
      kills += 1;
      const lives = inputsOf(started.data, epoch, 'started').length;
      kill(started.pidOf('main/engine') ?? 0);
      await started.until(() => inputsOf(started.data, epoch, 'started').length > lives, 'the engine again');
    }
  }
  await started.landMore();
  const live = await endWell(started);
  expect(live.durationS).toBeGreaterThan((recordedMs - 5_000) / 1000);
  // One trouble in about 25 s, two thirds of them reorgs; what a full run surely has.
  expect(reorgs).toBeGreaterThan(recordedMs === fullMs ? 5 : 0);
  expect(kills).toBeGreaterThan(recordedMs === fullMs ? 3 : -1);

  const file = join(folder, 'journal.sqlite');
  const before = sha256Of(file);
  const bare = copyJournal(file, folder, (database) => database.exec('DELETE FROM decisions'));
  const other = anotherNode();
  const versions = [process.execPath, other.path].map((node) =>
    execFileSync(node, ['--version'], { encoding: 'utf8' }).trim(),
  );
  expect(new Set(versions).size).toBe(2);
  for (const version of versions) expect(Number(/^v(\d+)/.exec(version)?.[1])).toBeGreaterThanOrEqual(22);
  for (const [index, node] of [process.execPath, other.path].entries())
    for (const journal of [file, bare]) {
      const { status, summary, output } = await replayFile(staged, journal, { node });
      expect({ status, errors: summary.errors }, output).toEqual({ status: 0, errors: [] });
      expect(summary.decisionHash).toBe(live.decisionHash);
      expect(summary.landed).toBe(live.landed);
      console.log(`${versions[index]}: ${output.match(/replayed .*/)?.[0]} (${reorgs} reorgs, ${kills} kills)`);
    }
  expect(sha256Of(file)).toBe(before);
});
