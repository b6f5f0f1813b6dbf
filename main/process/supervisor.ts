import { ExpectedError } from '../../app/domain/errors.ts';
import type { ChildHandle, ProcessHost, ProcessName } from './processHost.ts';
import type { Timers } from './timers.ts';

export type ProcessState = 'running' | 'restarting' | 'stopped';

export interface SupervisorOptions {
  readonly name: ProcessName;
  readonly host: ProcessHost;
  readonly timers: Timers;
  /** Makes a fresh child useful (hands it its configuration). A rejection counts as a death. */
  readonly prepare: (child: ChildHandle, restarts: number) => Promise<void>;
  /** The child is gone, on purpose or not; called before the wait for the next one. */
  readonly onGone: (cause: string, onPurpose: boolean) => void;
  /** It will not be started again: it kept dying. */
  readonly onGivenUp: (error: ExpectedError) => void;
}

const firstDelayMs = 100;
const longestDelayMs = 5_000;
/** A child that was of use for this long was not part of a crash loop. */
const steadyMs = 2_000;
const deathsInLoop = 6;

/**
 * Keeps one child process alive: what dies is started again after 100 ms, 200 ms … 5 s, and counted. Six deaths in a row,
 * none of which was of use for two seconds, are a crash loop: then it gives up with a clear error.
 */
export class Supervisor {
  readonly #options: SupervisorOptions;
  #child: ChildHandle | null = null;
  #state: ProcessState = 'stopped';
  #restarts = 0;
  #deathsInARow = 0;
  #readyAtMs: number | null = null;
  #callOffWait: (() => void) | null = null;
  #stopping = false;
  #lastCause = '';
  #firstReady: { resolve: () => void; reject: (error: ExpectedError) => void } | null = null;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  get name(): ProcessName {
    return this.#options.name;
  }

  get state(): ProcessState {
    return this.#state;
  }

  get restarts(): number {
    return this.#restarts;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** Starts it; resolves when a child is of use for the first time. @throws ExpectedError PROCESS_CRASH_LOOP */
  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#firstReady = { resolve, reject };
      this.#launchOrRetry();
    });
  }

  /** Kills the child on purpose and starts another at once. Counted as a restart, not as a step of a crash loop. */
  replace(): void {
    this.#deathsInARow = 0;
    this.#readyAtMs = Number.NEGATIVE_INFINITY;
    this.#child?.kill();
  }

  /** Lets the child go: its end is no longer a death to be mended. */
  retire(): void {
    this.#stopping = true;
    this.#callOffWait?.();
    this.#callOffWait = null;
  }

  /** Ends the child for good; resolves when it is gone. */
  async stop(): Promise<void> {
    this.retire();
    this.#state = 'stopped';
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.onExit(() => resolve());
      child.kill();
    });
  }

  #launchOrRetry(): void {
    this.#launch().catch((error: unknown) => this.#launchFailed(error));
  }

  async #launch(): Promise<void> {
    const child = await this.#options.host.start(this.#options.name);
    if (this.#stopping) return child.kill();
    this.#child = child;
    this.#readyAtMs = null;
    child.onExit((cause) => this.#gone(child, cause));
    if (this.#child !== child) return;
    try {
      await this.#options.prepare(child, this.#restarts);
    } catch (error) {
      this.#lastCause = error instanceof Error ? error.message : String(error);
      return child.kill();
    }
    if (this.#child !== child) return;
    this.#state = 'running';
    this.#readyAtMs = this.#options.timers.nowMs();
    this.#firstReady?.resolve();
    this.#firstReady = null;
  }

  #gone(child: ChildHandle, cause: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#options.onGone(cause, this.#stopping);
    if (this.#stopping) return;
    const { timers } = this.#options;
    const steady = this.#readyAtMs !== null && timers.nowMs() - this.#readyAtMs >= steadyMs;
    this.#deathsInARow = steady ? 1 : this.#deathsInARow + 1;
    if (this.#readyAtMs !== null) this.#lastCause = cause;
    this.#scheduleNext();
  }

  #scheduleNext(): void {
    if (this.#deathsInARow >= deathsInLoop) return this.#giveUp();
    this.#state = 'restarting';
    this.#restarts += 1;
    const delayMs = Math.min(firstDelayMs * 2 ** Math.max(0, this.#deathsInARow - 1), longestDelayMs);
    this.#callOffWait = this.#options.timers.after(delayMs, () => {
      this.#callOffWait = null;
      this.#launchOrRetry();
    });
  }

  /** The host could start no process at all. */
  #launchFailed(error: unknown): void {
    if (this.#stopping) return;
    this.#lastCause = error instanceof Error ? error.message : String(error);
    this.#deathsInARow += 1;
    this.#scheduleNext();
  }

  #giveUp(): void {
    this.#state = 'stopped';
    const { name } = this.#options;
    const error = new ExpectedError(
      'PROCESS_CRASH_LOOP',
      `the ${name} process died ${deathsInLoop} times in a row and is not started again (last: ${this.#lastCause})`,
      {
        advice: `Read logs/${name}.log in the data folder, then start the terminal again.`,
        facts: { process: name, deaths: deathsInLoop },
      },
    );
    this.#firstReady?.reject(error);
    this.#firstReady = null;
    this.#options.onGivenUp(error);
  }
}
