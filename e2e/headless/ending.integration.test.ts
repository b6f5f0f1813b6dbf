import { afterEach, expect, it } from 'vitest';
import { audit } from './testing/audit.ts';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, type RunOptions } from './testing/headlessRun.ts';
import { isRunning } from './testing/processTable.ts';
import { sleep, until } from './testing/waiting.ts';

const runs: HeadlessRun[] = [];

async function start(options: RunOptions = {}): Promise<HeadlessRun> {
  const run = await HeadlessRun.start(options);
  runs.push(run);
  return run;
}

afterEach(() => {
  for (const run of runs.splice(0).reverse()) run.dispose();
});

const noneLeft = (pids: readonly number[]): void => expect(pids.filter(isRunning)).toEqual([]);

it('ends on Ctrl-C with the summary, the books equal and no process left', async () => {
  const run = await start();
  await run.landMore(2);
  const pids = run.allPids();
  expect(pids.length).toBeGreaterThanOrEqual(5);
  await audit(run);
  const summary = await endWell(run);
  expect(summary.restarts).toBe(0);
  expect(summary.landed).toBeGreaterThanOrEqual(2);
  expect(run.output).toContain(summary.decisionHash);
  noneLeft(pids);
});

it('ends by itself when its time is over, and refuses a second instance on its data folder meanwhile', async () => {
  const run = await start({ forMs: 6_000 });
  await run.until(() => run.pidOf('main/engine'), 'the engine');
  const second = await start({ data: run.data });
  expect(await second.exit()).toBe(3);
  expect(second.output).toContain(`another instance (process ${run.mainPid}) is using the data folder`);
  expect((await endWell(run, 'await')).blocks).toBeGreaterThanOrEqual(8);
});

it('ends on Ctrl-C while it is still starting, and leaves no process', async () => {
  const run = await start();
  await run.until(() => run.pidOf('main/devnet'), 'the devnet process');
  const pids = run.allPids();
  expect(await run.end('SIGINT')).toBe(1);
  expect(run.summary().errors.join()).toContain('the run ended before the engine was started');
  noneLeft([...pids, ...run.allPids()]);
});

it('does not wait when it is told to end a second time, and leaves no process', async () => {
  const run = await start();
  await run.landMore();
  const pids = run.allPids();
  // An engine that does not answer would be waited for.
  process.kill(run.pidOf('main/engine') ?? 0, 'SIGSTOP');
  process.kill(run.mainPid, 'SIGINT');
  // Two close together are one press, which the terminal and a launcher both pass on.
  await sleep(2_000);
  expect(await run.end('SIGINT')).toBe(130);
  const frozen = run.pidOf('main/engine');
  await until(() => !pids.some((pid) => pid !== frozen && isRunning(pid)), 'the others ending by themselves');
});
