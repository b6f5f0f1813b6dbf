import { ExpectedError } from '../../app/domain/errors.ts';

export interface CommitEvents {
  /** The journal cannot be written. Said once at first, and once more when what was only waited for has become a halt. */
  readonly onFailed: (error: ExpectedError, mustHalt: boolean) => void;
  /** It can be written again, with everything that was waiting. */
  readonly onMended: () => void;
}

const firstRetryMs = 100;
const longestRetryMs = 2_000;
/** Somebody who reads or copies the file lets go of it again; a full disk or a broken one needs a person. */
const lockPatienceMs = 30_000;

interface Trouble {
  readonly sinceMs: number;
  retryMs: number;
  retryAtMs: number;
  halted: boolean;
}

/**
 * Commits to a journal that may refuse for a while. What it refused stays pending in it, so nothing is lost by trying
 * again; between tries nothing is tried, since each may hold up the engine and carries all that is pending.
 */
export class GuardedCommits {
  readonly #events: CommitEvents;
  readonly #nowMs: () => number;
  #trouble: Trouble | null = null;

  /** @param nowMs monotonic */
  constructor(events: CommitEvents, nowMs: () => number) {
    this.#events = events;
    this.#nowMs = nowMs;
  }

  /** Whether it is on disk now. `urgent` tries even where the next try is not due. Only a bug is thrown. */
  attempt(work: () => void, urgent = false): boolean {
    const trouble = this.#trouble;
    if (!urgent && trouble !== null && this.#nowMs() < trouble.retryAtMs) return false;
    try {
      work();
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.#failed(error);
      return false;
    }
    if (trouble !== null) {
      this.#trouble = null;
      this.#events.onMended();
    }
    return true;
  }

  #failed(error: ExpectedError): void {
    const nowMs = this.#nowMs();
    const isNew = this.#trouble === null;
    this.#trouble ??= { sinceMs: nowMs, retryMs: firstRetryMs, retryAtMs: 0, halted: false };
    const trouble = this.#trouble;
    trouble.retryAtMs = nowMs + trouble.retryMs;
    trouble.retryMs = Math.min(2 * trouble.retryMs, longestRetryMs);
    const mustHalt = error.code !== 'STORE_LOCKED' || nowMs - trouble.sinceMs >= lockPatienceMs;
    const becomesHalt = mustHalt && !trouble.halted;
    trouble.halted ||= mustHalt;
    if (isNew || becomesHalt) this.#events.onFailed(error, mustHalt);
  }
}
