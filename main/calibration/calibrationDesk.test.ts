import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { type CalibrationReport, mostCalibrationReports } from '../../app/contract/calibration.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { FakeHost } from '../testing/fakeHost.ts';
import { settle } from '../testing/fakeTimers.ts';
import { CalibrationDesk } from './calibrationDesk.ts';
import { CalibrationReports } from './calibrationReports.ts';
import type { CalibrationRunner } from './runCalibration.ts';

const order = { minutes: 2, measureMinutes: 1, rivals: 2, lagMs: 150 };
const nothing = { orders: 0, landed: 0, reverted: 0, missed: 0, grossInEth: '0', gasInEth: '0', netInEth: '0' };
const report = (endedAtMs: number): CalibrationReport => ({
  firstBlock: 1,
  lastBlock: 2,
  inclusion: null,
  real: { mode: 'DEVNET', ...nothing },
  paper: { mode: 'PAPER', ...nothing },
  differenceInEth: '-0.5',
  differencePercent: -1.25,
  withinFivePercent: true,
  pairs: { both: 0, bothLanded: 0, alike: 0, oneLanded: 0 },
  classes: [{ class: 'amount', count: 1, differenceInEth: '-0.5' }],
  ...{ endedAtMs, minutes: 2, tradedMinutes: 1.9, seed: 7, crowd: 1, rivals: 2, lagMs: 150, blockTimeMs: 1000 },
  ...{ loadAverage: 3.5, cores: 2, errors: [] },
});

let folder: string;
let nowMs: number;
let runner: CalibrationRunner;
let end: PromiseWithResolvers<CalibrationReport | null>;
const quiet = vi.fn();

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'calibrations-')), 'calibrations');
  nowMs = 1_700_000_000_000;
  end = Promise.withResolvers();
});

function openDesk(): CalibrationDesk {
  return new CalibrationDesk({
    folder,
    hostOf: () => new FakeHost({}),
    run: (options, given) => {
      expect(options).toEqual({ ...order, folder: join(folder, 'running'), seed: 7, intensity: 1, blockTimeMs: 1000 });
      mkdirSync(options.folder, { recursive: true });
      runner = given;
      return end.promise;
    },
    log: { info: quiet, warn: quiet, error: quiet, fatal: quiet },
    count: (counted) => expect(counted).toEqual(order),
    nowMs: () => nowMs,
    newSeed: () => 7,
  });
}

it('says what it is at, how far and how long it takes, and keeps the report', async () => {
  const desk = openDesk();
  expect([desk.job, desk.reports, desk.processes]).toEqual([null, [], []]);
  desk.start(order);
  runner.onPhase('measuring');
  nowMs += 20_000;
  expect(desk.job).toMatchObject({ state: 'measuring', elapsedMs: 20_000, leftMs: 40_000 + 20_000 + 120_000 + 15_000 });
  runner.onPhase('trading');
  runner.onStatus('real', 'DEVNET 3 landed');
  runner.onStatus('paper', 'x'.repeat(300));
  nowMs += 30_000;
  const { paper, ...job } = desk.job ?? { paper: '' };
  expect(job).toMatchObject({ state: 'trading', leftMs: 90_000 + 15_000, real: 'DEVNET 3 landed' });
  expect(paper).toHaveLength(256);
  expect(() => desk.start(order)).toThrow(expect.objectContaining({ code: 'CALIBRATION_RUNNING' }));
  end.resolve(report(nowMs));
  await desk.close();
  expect([desk.job, desk.reports]).toEqual([null, [report(nowMs)]]);
  expect(existsSync(join(folder, 'running'))).toBe(false);
  expect(openDesk().reports).toEqual([report(nowMs)]);
});

it('is stopped, and says so where there is no report; a failure says why and what to do', async () => {
  const desk = openDesk();
  desk.start(order);
  expect(runner.stop.aborted).toBe(false);
  desk.stop();
  expect(runner.stop.aborted).toBe(true);
  end.resolve(null);
  await settle();
  expect(desk.job).toMatchObject({ state: 'stopped', problem: '' });
  desk.dismiss();
  expect(desk.job).toBeNull();
  end = Promise.withResolvers();
  desk.start(order);
  end.reject(new ExpectedError('X', 'no node', { advice: 'Make room.' }));
  await settle();
  expect(desk.job).toMatchObject({ state: 'failed', problem: 'no node', advice: 'Make room.' });
  expect(desk.reports).toEqual([]);
});

it('clears away what a killed window left behind', () => {
  mkdirSync(join(folder, 'running', 'real'), { recursive: true });
  writeFileSync(join(folder, 'running', 'real', 'journal.sqlite'), 'x');
  openDesk();
  expect(existsSync(join(folder, 'running'))).toBe(false);
});

it('keeps the newest reports, and leaves alone what is none', () => {
  const reports = new CalibrationReports(folder);
  for (let i = 0; i < mostCalibrationReports + 2; i += 1) reports.add(report(1_700_000_000_000 + i * 1000));
  writeFileSync(join(folder, 'calibration-20200101T000000Z.json'), '{"broken');
  writeFileSync(join(folder, 'notes.txt'), 'mine');
  const kept = new CalibrationReports(folder).all();
  expect(kept).toHaveLength(mostCalibrationReports);
  expect(kept[0]?.endedAtMs).toBe(1_700_000_000_000 + (mostCalibrationReports + 1) * 1000);
  reports.add(report(1_800_000_000_000));
  expect(readdirSync(folder)).toContain('notes.txt');
  expect(readdirSync(folder)).not.toContain('calibration-20200101T000000Z.json');
});
