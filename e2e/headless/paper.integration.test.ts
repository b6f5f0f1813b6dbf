import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { endWell } from './testing/goodEnd.ts';
import { HeadlessRun, kill } from './testing/headlessRun.ts';
import { currentEpoch, inputsOf } from './testing/journalView.ts';
import { reorgAndSeen } from './testing/reorg.ts';
import { replaysAsDecided } from './testing/replayAll.ts';

let run: HeadlessRun | null = null;

afterEach(() => {
  run?.dispose();
  run = null;
});

it('trades on paper through a reorg and a killed engine, sends nothing, and decides the same again', async () => {
  const started = await HeadlessRun.start({ seed: 11, args: ['--mode', 'paper'] });
  run = started;
  await started.landMore(2, 60_000);
  await reorgAndSeen(started, 3);
  await started.landMore(1, 60_000);
  const { epoch } = currentEpoch(started.data) ?? {};
  const lives = (): number => inputsOf(started.data, epoch?.id ?? '', 'started').length;
  kill(started.pidOf('main/engine') ?? 0);
  await started.until(() => lives() === 2, 'the engine again');
  await started.landMore(1, 60_000);
  expect(started.pidOf('main/signer')).toBeNull();
  expect(await started.node.call('eth_getTransactionCount', epoch?.wallet, 'latest')).toBe('0x0');
  const summary = await endWell(started);
  expect(summary).toMatchObject({ mode: 'PAPER', epoch: expect.stringMatching(/^paper-/) });
  expect(summary.paper?.causes.LANDED).toBeGreaterThan(0);
  const signer = join(started.data, 'signer');
  expect(existsSync(signer) ? readdirSync(signer) : []).toEqual([]);
  replaysAsDecided(started.data);
});
