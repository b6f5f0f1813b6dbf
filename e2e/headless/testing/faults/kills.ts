import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { HeadlessRun, kill, type Part } from '../headlessRun.ts';
import { currentEpoch, epochsOf, inputsOf } from '../journalView.ts';
import { isRunning, runningProcesses } from '../processTable.ts';
import { until } from '../waiting.ts';
import type { Fault, Stage } from './fault.ts';
import { waitForMoment } from './moment.ts';

const timesEach = 30;
const automated = [{ strategy: 'flash-arbitrage', mode: 'automate', setBy: { by: 'launcher' } }];

function modeOf(run: HeadlessRun): unknown {
  return JSON.parse(readFileSync(join(run.data, 'settings.json'), 'utf8')).strategies;
}

/** kill -9 of the engine or the signer: the run goes on in its epoch as before. */
function killAndGoOn(part: 'main/engine' | 'main/signer'): Fault {
  return {
    name: `kill -9 of ${part.replace('main/', 'the ')}`,
    kit: 'plain',
    times: timesEach,
    inject: async ({ run }, random) => {
      const epoch = currentEpoch(run.data)?.epoch.id ?? '';
      const starts = inputsOf(run.data, epoch, 'started').length;
      const pid = await run.until(() => run.pidOf(part), part);
      const what = await waitForMoment(run, random);
      kill(pid);
      const overAtMs = performance.now();
      await run.until(() => (run.pidOf(part) ?? pid) !== pid, `${part} again`);
      const expected = part === 'main/engine' ? starts + 1 : starts;
      const lives = await run.until(() => {
        const found = inputsOf(run.data, epoch, 'started');
        return found.length >= expected ? found : null;
      }, 'the engine started again');
      expect(lives).toHaveLength(expected);
      expect(modeOf(run)).toMatchObject(automated);
      if (part === 'main/engine')
        expect(lives.at(-1)).toMatchObject({ tradingState: 'active', strategies: [{ mode: 'automate' }] });
      return { overAtMs, epoch: 'same', what };
    },
  };
}

/** kill -9 of the node or its process: the chain is gone, its books are closed, and another epoch trades. */
function killChain(part: 'main/devnet' | 'anvil'): Fault {
  return {
    name: `kill -9 of the ${part === 'anvil' ? 'node' : 'devnet'}`,
    kit: 'plain',
    times: timesEach,
    inject: async ({ run }, random) => {
      const before = await run.until(() => currentEpoch(run.data)?.epoch.id, 'an epoch');
      const node = run.pidOf('anvil') ?? 0;
      const pid = await run.until(() => run.pidOf(part), part);
      const what = await waitForMoment(run, random);
      kill(pid);
      const overAtMs = performance.now();
      await anotherEpoch(run, before);
      expect(isRunning(node)).toBe(false);
      return { overAtMs, epoch: 'another', what };
    },
  };
}

async function anotherEpoch(run: HeadlessRun, before: string): Promise<void> {
  await run.until(() => (currentEpoch(run.data)?.epoch.id ?? before) !== before, 'another epoch');
  expect(closingNote(run.data, before)).toMatch(/^books closed at block \d+/);
}

/** What the journal says of an epoch that has ended. */
function closingNote(data: string, epochId: string): string {
  const ended = epochsOf(data).find(({ epoch }) => epoch.id === epochId);
  expect(ended?.closedAtMs).not.toBeNull();
  return ended?.note ?? '';
}

/**
 * kill -9 of main, with what `frozen` names stopped before it, so that it outlives main as an orphan. Starts the
 * application again on the same folder.
 */
function killMain(name: string, times: number, frozen: readonly Part[]): Fault {
  return {
    name,
    kit: 'plain',
    times,
    inject: async (stage, random) => {
      const { run } = stage;
      const before = await run.until(() => currentEpoch(run.data)?.epoch.id, 'an epoch');
      const pids = run.allPids();
      const what = await waitForMoment(run, random);
      const orphans = frozen.map((part) => run.pidOf(part) ?? 0);
      for (const orphan of orphans) process.kill(orphan, 'SIGSTOP');
      await run.end('SIGKILL');
      const overAtMs = performance.now();
      // Without main every part that can still do anything ends by itself.
      const others = pids.filter((pid) => !orphans.includes(pid) && pid !== run.mainPid);
      if (!frozen.includes('main/devnet'))
        await until(() => !others.some(isRunning), 'the others ending by themselves', { told: () => listing(others) });
      await startAgain(stage, before);
      expect(pids.filter(isRunning).map(commandOf)).toEqual([]);
      return { overAtMs, epoch: 'another', what };
    },
  };
}

/** Starts the application again on the folder of one that is gone, and sees that it begins as a new start must. */
export async function startAgain(stage: Stage, before: string, args: readonly string[] = []): Promise<void> {
  const { run } = stage;
  const next = await HeadlessRun.start({ ...run.options, data: run.data, args });
  stage.run = next;
  run.leaveBehind();
  await anotherEpoch(next, before);
  const epoch = currentEpoch(next.data)?.epoch.id ?? '';
  await next.until(() => inputsOf(next.data, epoch, 'user').length > 0, "the launcher's grant");
  expect(inputsOf(next.data, epoch, 'started')).toMatchObject([
    { tradingState: 'active', strategies: [{ mode: 'approve', grant: null }] },
  ]);
  expect(inputsOf(next.data, epoch, 'user')[0]?.action).toMatchObject({ kind: 'setStrategyMode', mode: 'automate' });
}

function commandOf(pid: number): string {
  return runningProcesses().find((each) => each.pid === pid)?.commandLine ?? '';
}

function listing(pids: readonly number[]): string {
  return pids.filter(isRunning).map(commandOf).join('\n');
}

export const killOfEngine: Fault = killAndGoOn('main/engine');
export const killOfSigner: Fault = killAndGoOn('main/signer');
export const killOfNode: Fault = killChain('anvil');
export const killOfDevnet: Fault = killChain('main/devnet');
export const killOfMain: Fault = killMain('kill -9 of main', timesEach / 2, []);
export const killOfMainWithOrphans: Fault = killMain('kill -9 of main, orphans left', timesEach / 2, [
  'main/engine',
  'main/devnet',
]);

export const kills: readonly Fault[] = [
  killOfEngine,
  killOfSigner,
  killOfNode,
  killOfDevnet,
  killOfMain,
  killOfMainWithOrphans,
];
