import { mkdirSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type CalibrationReport, type Comparison, calibrationRequests } from '../../app/contract/calibration.ts';
import { requesterOn } from '../../app/contract/requests.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { present } from '../../app/domain/errors.ts';
import { grantAutomate } from '../headless/grantAutomate.ts';
import type { ProcessReport } from '../process/processReport.ts';
import type { CalibrationOptions } from './calibrationOptions.ts';
import { lagNode } from './lagNode.ts';
import { type HostOfRun, type OpenSide, openSide } from './openSide.ts';

const graceMs = 5_000;
/** Reading the journals of hours takes a while. */
const compareTimeoutMs = 30 * 60_000;

export type CalibrationPhase = 'measuring' | 'starting' | 'trading' | 'stopping' | 'comparing';

/** Who runs a calibration, and what it tells of it. */
export interface CalibrationRunner {
  readonly hostOf: HostOfRun;
  /** Ends the phase under way: measuring comes to no report, trading to that of the time it had. */
  readonly stop: AbortSignal;
  onPhase(phase: CalibrationPhase): void;
  onStatus(side: 'real' | 'paper', text: string): void;
  onWarning(text: string): void;
  /** Asked for the processes that there are, whenever it likes. */
  onProcesses?(processes: () => readonly ProcessReport[]): void;
}

/**
 * The same strategy on paper and for real at once on one devnet, in processes, wallets and data folders of their own. Neither
 * sees the other: paper sends nothing, and real's transactions are taken out of the blocks that paper's are judged in.
 * @returns null where it was stopped before both traded
 * @throws ExpectedError when one of them cannot start
 */
export async function runCalibration(
  options: CalibrationOptions,
  runner: CalibrationRunner,
): Promise<CalibrationReport | null> {
  const folders = { real: join(options.folder, 'real'), paper: join(options.folder, 'paper') };
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const open: OpenSide[] = [];
  runner.onProcesses?.(() => open.flatMap(({ session }) => session.processes));
  const failures: string[] = [];
  if (options.measureMinutes > 0) {
    runner.onPhase('measuring');
    failures.push(...(await measure(options, folders.paper, runner, open)));
    if (runner.stop.aborted) return null;
  }
  runner.onPhase('starting');
  const traded = await trade(options, folders, runner, open);
  failures.push(...traded.failures);
  if (traded.beganMs === null) return null;
  runner.onPhase('comparing');
  const comparison = await compare(traded.host, folders);
  const { minutes, seed, intensity, rivals, lagMs, blockTimeMs } = options;
  return {
    ...comparison,
    endedAtMs: traded.endedMs,
    minutes,
    tradedMinutes: Math.round((traded.endedMs - traded.beganMs) / 600) / 100,
    ...{ seed, crowd: intensity, rivals, lagMs, blockTimeMs },
    loadAverage: traded.load,
    cores: availableParallelism(),
    errors: failures.slice(0, 100).map((failure) => failure.slice(0, 400)),
  };
}

interface Traded {
  /** null: it was stopped before both traded. */
  readonly beganMs: number | null;
  readonly endedMs: number;
  readonly load: number;
  readonly failures: readonly string[];
  readonly host: OpenSide['host'];
}

async function trade(
  options: CalibrationOptions,
  folders: Readonly<Record<'real' | 'paper', string>>,
  runner: CalibrationRunner,
  open: OpenSide[],
): Promise<Traded> {
  const { hostOf, onWarning } = runner;
  const failed = new AbortController();
  const over = AbortSignal.any([runner.stop, failed.signal]);
  const onFailed = (): void => failed.abort();
  const failures: string[] = [];
  let beganMs: number | null = null;
  const onStatus = (side: 'real' | 'paper') => (text: string) => runner.onStatus(side, text);
  const shared = { hostOf, onWarning, onFailed };
  const real = openSide(options, { ...shared, folder: folders.real, mode: 'DEVNET', onStatus: onStatus('real') });
  open.push(real);
  const sides = [real];
  let [endedMs, load] = [0, 0];
  try {
    await real.session.start();
    const borrowed = present(real.session.devnet, 'the devnet');
    if (options.lagMs > 0) await lagNode(present(borrowed.ready.chain.endpoints[0], 'an endpoint'), options.lagMs);
    const twins = () => [present(real.session.epoch, 'the epoch').wallet];
    const onPaper = { folder: folders.paper, mode: 'PAPER', borrowed, twins, onStatus: onStatus('paper') } as const;
    const paper = openSide(options, { ...shared, ...onPaper });
    open.push(paper);
    sides.unshift(paper);
    await paper.session.start();
    const forMs = options.minutes * 60_000;
    if (!over.aborted) {
      await Promise.all(sides.map(({ session }) => grantAutomate(session, forMs)));
      beganMs = Date.now();
      runner.onPhase('trading');
      await waitUnless(over, forMs);
    }
  } finally {
    [endedMs, load] = [Date.now(), loadavg()[0] ?? 0];
    runner.onPhase('stopping');
    await Promise.all(sides.map((side) => side.session.finish(graceMs).catch(() => undefined)));
    for (const side of sides) {
      const stopped = await side.session.stop(0);
      if (stopped.ok) failures.push(...findings(stopped.value));
      else if (beganMs !== null) failures.push(stopped.message);
      failures.push(...side.failures);
      side.run.close();
    }
    open.splice(0);
  }
  return { beganMs, endedMs, load, failures, host: real.host };
}

function findings({ mode, errors, ledgerMatchesChain }: RunSummary): readonly string[] {
  const books = ledgerMatchesChain ? [] : [`${mode}: the books were not equal at the end`];
  return [...errors.map((error) => `${mode}: ${error}`), ...books];
}

/** A run for real, alone, from which paper then knows how surely each way leads into a block. */
async function measure(
  options: CalibrationOptions,
  folder: string,
  { hostOf, stop, onStatus, onWarning }: CalibrationRunner,
  open: OpenSide[],
): Promise<readonly string[]> {
  const failed = new AbortController();
  const side = openSide(options, {
    folder,
    hostOf,
    mode: 'DEVNET',
    onStatus: (text) => onStatus('real', text),
    onWarning,
    onFailed: () => failed.abort(),
  });
  open.push(side);
  const forMs = options.measureMinutes * 60_000;
  try {
    await side.session.start();
    const { ready } = present(side.session.devnet, 'the devnet');
    if (options.lagMs > 0) await lagNode(present(ready.chain.endpoints[0], 'an endpoint'), options.lagMs);
    if (!stop.aborted) {
      await grantAutomate(side.session, forMs);
      await waitUnless(AbortSignal.any([stop, failed.signal]), forMs);
    }
  } finally {
    await side.session.stop(graceMs);
    side.run.close();
    open.splice(0);
  }
  return side.failures;
}

async function waitUnless(over: AbortSignal, forMs: number): Promise<void> {
  await wait(forMs, undefined, { signal: over }).catch(() => undefined);
}

/** In a process of its own: reading two journals takes a while. */
async function compare(
  host: OpenSide['host'],
  folders: Readonly<Record<'real' | 'paper', string>>,
): Promise<Comparison> {
  const child = await host.start('calibration');
  const requests = requesterOn(child.port, 'calibration', calibrationRequests);
  child.onExit(() => requests.close());
  try {
    const folder = { realFolder: folders.real, paperFolder: folders.paper };
    return await requests.call('compare', folder, compareTimeoutMs);
  } finally {
    requests.close();
    child.kill();
  }
}
