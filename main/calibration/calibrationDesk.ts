import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CalibrationJob, CalibrationOrder, CalibrationReport } from '../../app/contract/calibration.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { failureFrom } from '../../app/domain/result.ts';
import type { Logger } from '../logging/logs.ts';
import type { ProcessReport } from '../process/processReport.ts';
import { openRun } from '../run/openRun.ts';
import type { CalibrationOptions } from './calibrationOptions.ts';
import { CalibrationReports } from './calibrationReports.ts';
import type { HostOfRun } from './openSide.ts';
import type { CalibrationPhase, runCalibration } from './runCalibration.ts';

export interface CalibrationDeskOptions {
  /** `calibrations` of the data folder: the reports, and while one runs the two engines' own data folders. */
  readonly folder: string;
  readonly hostOf: HostOfRun;
  readonly run: typeof runCalibration;
  readonly log: Logger;
  /** Called as one begins. */
  readonly count: (order: CalibrationOrder) => void;
  readonly nowMs: () => number;
  /** Of the crowd and of the draws. */
  readonly newSeed: () => number;
}

interface Running {
  readonly order: CalibrationOrder;
  readonly beganMs: number;
  readonly stop: AbortController;
  phase: CalibrationPhase;
  phaseBeganMs: number;
  readonly said: { real: string; paper: string };
  processes: () => readonly ProcessReport[];
}

const minuteMs = 60_000;
/** Starting a chain and two engines, and holding their journals against each other: for the time that is left, no more. */
const [startingMs, endingMs] = [20_000, 15_000];
const longestWords = 400;

/**
 * The calibrations of a window: one at a time, on an embedded chain of its own, beside whatever the window does. Its two engines' data folders are there only
 * while it runs; the reports are kept.
 */
export class CalibrationDesk {
  readonly #options: CalibrationDeskOptions;
  readonly #reports: CalibrationReports;
  #running: Running | null = null;
  #done: Promise<void> = Promise.resolve();
  #ended: CalibrationJob | null = null;

  constructor(options: CalibrationDeskOptions) {
    this.#options = options;
    this.#reports = new CalibrationReports(options.folder);
    this.#clearAway();
  }

  /** Newest first. */
  get reports(): readonly CalibrationReport[] {
    return this.#reports.all();
  }

  get processes(): readonly ProcessReport[] {
    return this.#running?.processes() ?? [];
  }

  /** The calibration under way, or the last one if it came to no report. */
  get job(): CalibrationJob | null {
    const running = this.#running;
    if (running === null) return this.#ended;
    const { order, beganMs, phase, said } = running;
    const nowMs = this.#options.nowMs();
    const times = { elapsedMs: Math.max(0, nowMs - beganMs), leftMs: this.#leftMs(running, nowMs) };
    return { order, state: phase, ...times, ...said, problem: '', advice: '' };
  }

  /** @throws ExpectedError CALIBRATION_RUNNING */
  start(order: CalibrationOrder): void {
    if (this.#running !== null)
      throw new ExpectedError('CALIBRATION_RUNNING', 'a calibration is under way', {
        advice: 'Wait for it, or stop it.',
      });
    this.#options.count(order);
    const nowMs = this.#options.nowMs();
    const running: Running = {
      order,
      beganMs: nowMs,
      stop: new AbortController(),
      phase: 'starting',
      phaseBeganMs: nowMs,
      said: { real: '', paper: '' },
      processes: () => [],
    };
    this.#running = running;
    this.#ended = null;
    this.#done = this.#run(running);
  }

  /** Trading ends with the report of the time it had; before that there is none. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** Forgets what came to no report. */
  dismiss(): void {
    this.#ended = null;
  }

  /** Ends it with the window. */
  async close(): Promise<void> {
    this.stop();
    await this.#done;
  }

  #leftMs({ order, phase, phaseBeganMs }: Running, nowMs: number): number {
    const inPhase = Math.max(0, nowMs - phaseBeganMs);
    const lengths: readonly (readonly [CalibrationPhase, number])[] = [
      ['measuring', order.measureMinutes * minuteMs],
      ['starting', startingMs],
      ['trading', order.minutes * minuteMs],
      ['stopping', endingMs],
      ['comparing', 0],
    ];
    const at = lengths.findIndex(([name]) => name === phase);
    return lengths
      .slice(at)
      .reduce((sum, [name, lengthMs]) => sum + (name === phase ? Math.max(0, lengthMs - inPhase) : lengthMs), 0);
  }

  async #run(running: Running): Promise<void> {
    const { log, run, hostOf, newSeed, nowMs } = this.#options;
    const options: CalibrationOptions = {
      ...running.order,
      folder: this.#workFolder,
      seed: newSeed(),
      intensity: 1,
      blockTimeMs: 1_000,
    };
    try {
      this.#clearAway();
      const report = await run(options, {
        hostOf,
        stop: running.stop.signal,
        onPhase: (phase) => {
          running.phase = phase;
          running.phaseBeganMs = nowMs();
        },
        onStatus: (side, text) => {
          running.said[side] = text.slice(0, 256);
        },
        onWarning: (text) => log.warn({ text }, 'calibration'),
        onProcesses: (processes) => {
          running.processes = processes;
        },
      });
      if (report === null) this.#end(running, 'stopped');
      else this.#reports.add(report);
    } catch (error) {
      const { message, advice } = failureFrom(error);
      log.warn({ error: message }, 'a calibration failed');
      this.#end(running, 'failed', message.slice(0, longestWords), advice.slice(0, longestWords));
    } finally {
      this.#running = null;
      this.#clearAway();
    }
  }

  #end({ order, beganMs, said }: Running, state: 'stopped' | 'failed', problem = '', advice = ''): void {
    const elapsedMs = Math.max(0, this.#options.nowMs() - beganMs);
    this.#ended = { order, state, elapsedMs, leftMs: 0, ...said, problem, advice };
  }

  get #workFolder(): string {
    return join(this.#options.folder, 'running');
  }

  /** What one left behind: its processes, where main was killed, and its folders. */
  #clearAway(): void {
    if (!existsSync(this.#workFolder)) return;
    try {
      for (const side of ['real', 'paper']) {
        const folder = join(this.#workFolder, side);
        if (existsSync(folder)) openRun(folder).close();
      }
      rmSync(this.#workFolder, { recursive: true, force: true });
    } catch (error) {
      this.#options.log.warn({ error: String(error) }, 'what a calibration left behind could not be cleared away');
    }
  }
}
