import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportSchedule } from '../../app/contract/reportSchedule.ts';
import type { ReportFormat, ReportScopeRequest } from '../../app/contract/reportScope.ts';
import type { Logger } from '../logging/logs.ts';
import type { Timers } from '../process/timers.ts';

const minuteMs = 60_000;

/** Who has the books. */
export interface ReportedRun {
  readonly epoch: { readonly id: string; readonly startedAtMs: number } | null;
  /** @throws ExpectedError when the engine cannot make one now */
  report(format: ReportFormat, file: string, scope: ReportScopeRequest): Promise<void>;
}

export interface ReportKeeperNeeds {
  readonly schedule: () => ReportSchedule;
  readonly run: ReportedRun;
  readonly timers: Timers;
  readonly nowMs: () => number;
  readonly log: Logger;
}

/**
 * Writes the report of the UTC day into the folder of the settings, now and then and once when the day is over: the last
 * one of a day has all of it. A report that cannot be written is said and tried again a minute later.
 */
export class ReportKeeper {
  readonly #needs: ReportKeeperNeeds;
  #callOff: () => void = () => undefined;
  /** The day that is under way, and when it was last written. */
  #day: string | null = null;
  #writtenAtMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(needs: ReportKeeperNeeds) {
    this.#needs = needs;
  }

  start(): void {
    this.#callOff = this.#needs.timers.after(minuteMs, () => {
      void this.#look().finally(() => {
        if (!this.#isStopped) this.start();
      });
    });
  }

  stop(): void {
    this.#isStopped = true;
    this.#callOff();
  }

  async #look(): Promise<void> {
    const { schedule, run, nowMs, log } = this.#needs;
    const { folder, formats, everyMinutes } = schedule();
    const { epoch } = run;
    if (folder === null || epoch === null) return;
    const atMs = nowMs();
    const today = utcDay(atMs);
    // A day that ended while this ran; of one that ended before its epoch there is nothing to say.
    const ended =
      this.#day !== null && this.#day !== today && this.#day >= utcDay(epoch.startedAtMs) ? this.#day : null;
    if (ended === null && atMs - this.#writtenAtMs < everyMinutes * minuteMs) return;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      for (const day of ended === null ? [today] : [ended, today])
        for (const format of formats)
          await run.report(format, join(folder, `syndicate-${epoch.id}-${day}.${format}`), { kind: 'day', day });
      this.#day = today;
      this.#writtenAtMs = atMs;
      log.info({ folder, day: today, formats }, 'scheduled reports written');
    } catch (error) {
      log.warn({ error: String(error), folder }, 'scheduled reports could not be written; tried again in a minute');
    }
  }
}

function utcDay(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
