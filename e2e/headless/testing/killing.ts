import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Random } from '../../../app/domain/random.ts';
import { audit } from './audit.ts';
import { HeadlessRun, kill, type Part } from './headlessRun.ts';
import { currentEpoch, epochsOf, inputsOf } from './journalView.ts';
import { isRunning, runningProcesses } from './processTable.ts';
import { sleep, until } from './waiting.ts';

/** Longer than a block, so that a kill falls into every stage of an order's life. */
const longestWaitMs = 2_000;

function modeOf(run: HeadlessRun): unknown {
  return JSON.parse(readFileSync(join(run.data, 'settings.json'), 'utf8')).strategies;
}

const automated = [{ strategy: 'flash-arbitrage', mode: 'automate' }];

/** kill -9 of the engine or the signer at a random moment under load: the run goes on in its epoch as before. */
export async function killAndGoOn(
  run: HeadlessRun,
  part: 'main/engine' | 'main/signer',
  random: Random,
): Promise<void> {
  const epoch = currentEpoch(run.data)?.epoch.id ?? '';
  const starts = inputsOf(run.data, epoch, 'started').length;
  await sleep(random.below(longestWaitMs));
  const pid = await run.until(() => run.pidOf(part), part);
  kill(pid);
  await run.until(() => (run.pidOf(part) ?? pid) !== pid, `${part} again`);
  await run.landMore();
  const { epoch: after } = await audit(run);
  expect(after.epoch.id).toBe(epoch);
  expect(modeOf(run)).toEqual(automated);
  const lives = inputsOf(run.data, epoch, 'started');
  expect(lives).toHaveLength(part === 'main/engine' ? starts + 1 : starts);
  if (part === 'main/engine')
    expect(lives.at(-1)).toMatchObject({ tradingState: 'active', strategies: [{ mode: 'automate' }] });
}

/** kill -9 of the node or its process: the chain is gone, its books are closed, and another epoch trades. */
export async function killChain(run: HeadlessRun, part: 'main/devnet' | 'anvil', random: Random): Promise<void> {
  const before = await run.until(() => currentEpoch(run.data)?.epoch.id, 'an epoch');
  await sleep(random.below(longestWaitMs));
  const node = run.pidOf('anvil') ?? 0;
  kill(await run.until(() => run.pidOf(part), part));
  await run.until(() => currentEpoch(run.data)?.epoch.id !== before, 'another epoch');
  expect(isRunning(node)).toBe(false);
  await run.landMore();
  await audit(run);
  expect(closingNote(run.data, before)).toMatch(/^books closed at block \d+/);
}

/** What the journal says of an epoch that has ended. */
export function closingNote(data: string, epochId: string): string {
  const ended = epochsOf(data).find(({ epoch }) => epoch.id === epochId);
  expect(ended?.closedAtMs).not.toBeNull();
  return ended?.note ?? '';
}

/**
 * kill -9 of main at a random moment, with what `frozen` names stopped before it, so that it outlives main as an orphan.
 * Starts the application again on the same folder.
 */
export async function killMain(run: HeadlessRun, random: Random, frozen: readonly Part[]): Promise<HeadlessRun> {
  const before = await run.until(() => currentEpoch(run.data)?.epoch.id, 'an epoch');
  await sleep(random.below(longestWaitMs));
  const pids = run.allPids();
  const orphans = frozen.map((part) => run.pidOf(part) ?? 0);
  for (const orphan of orphans) process.kill(orphan, 'SIGSTOP');
  await run.end('SIGKILL');
  // Without main every part that can still do anything ends by itself.
  const others = pids.filter((pid) => !orphans.includes(pid) && pid !== run.mainPid);
  if (!frozen.includes('main/devnet'))
    await until(() => !others.some(isRunning), 'the others ending by themselves', { told: () => listing(others) });
  const next = await HeadlessRun.start({ data: run.data });
  await next.until(() => currentEpoch(next.data)?.epoch.id !== before, 'another epoch');
  expect(pids.filter(isRunning).map(commandOf)).toEqual([]);
  const epoch = currentEpoch(next.data)?.epoch.id ?? '';
  await next.until(() => inputsOf(next.data, epoch, 'user').length > 0, "the launcher's grant");
  expect(inputsOf(next.data, epoch, 'started')).toMatchObject([
    { tradingState: 'active', strategies: [{ mode: 'approve', grant: null }] },
  ]);
  expect(inputsOf(next.data, epoch, 'user')[0]?.action).toMatchObject({ kind: 'setStrategyMode', mode: 'automate' });
  expect(closingNote(next.data, before)).toMatch(/^books closed at block \d+/);
  await next.landMore();
  await audit(next);
  run.leaveBehind();
  return next;
}

function commandOf(pid: number): string {
  return runningProcesses().find((each) => each.pid === pid)?.commandLine ?? '';
}

function listing(pids: readonly number[]): string {
  return pids.filter(isRunning).map(commandOf).join('\n');
}
