import { computeRequests } from '../../app/contract/analyses.ts';
import { type Requester, requesterOn } from '../../app/contract/requests.ts';
import type { Logger } from '../logging/logs.ts';
import { type ChildHandle, entryName, type ProcessHost } from '../process/processHost.ts';
import type { ProcessRecord } from '../process/processRecord.ts';
import type { ProcessReport } from '../process/processReport.ts';
import type { Timers } from '../process/timers.ts';

export interface ComputeDeskOptions {
  readonly host: ProcessHost;
  readonly timers: Timers;
  readonly record: ProcessRecord;
  readonly log: Logger;
}

/** A process that nobody asked anything for so long is let go. */
const idleMs = 60_000;
/** A small machine that trades at the same time gives an analysis what is left. */
const patienceMs = 180_000;

/** The process that computes statistics for windows: there only while it is needed, and lost without harm, for it keeps nothing. */
export class ComputeDesk {
  readonly #options: ComputeDeskOptions;
  #connection: Promise<Requester<typeof computeRequests>> | null = null;
  #child: ChildHandle | null = null;
  #callOffIdle: (() => void) | null = null;
  #underWay = 0;
  #stopped = false;

  constructor(options: ComputeDeskOptions) {
    this.#options = options;
  }

  get processes(): readonly ProcessReport[] {
    const child = this.#child;
    return child === null ? [] : [{ name: child.name, pid: child.pid, restarts: 0, state: 'running' }];
  }

  /** @throws ExpectedError of the analysis; REQUEST_CLOSED when the process died, REQUEST_TIMED_OUT */
  readonly call: Requester<typeof computeRequests>['call'] = async (name, request) => {
    this.#underWay += 1;
    try {
      const requests = await this.#connected();
      return await requests.call(name, request, patienceMs);
    } finally {
      this.#underWay -= 1;
      this.#waitForIdle();
    }
  };

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#callOffIdle?.();
    const child = this.#child;
    if (child === null) return;
    await new Promise<void>((resolve) => {
      child.onExit(() => resolve());
      child.kill();
    });
  }

  #connected(): Promise<Requester<typeof computeRequests>> {
    this.#connection ??= this.#connect().catch((error: unknown) => {
      this.#connection = null;
      throw error;
    });
    return this.#connection;
  }

  async #connect(): Promise<Requester<typeof computeRequests>> {
    const { host, record, log } = this.#options;
    const child = await host.start('compute');
    this.#child = child;
    record.add(child.pid, entryName('compute'));
    const requests = requesterOn(child.port, 'analyses', computeRequests);
    child.onExit((cause) => {
      record.remove(child.pid);
      requests.close();
      this.#child = null;
      this.#connection = null;
      log.info({ cause }, 'compute process gone');
    });
    if (this.#stopped) child.kill();
    return requests;
  }

  #waitForIdle(): void {
    this.#callOffIdle?.();
    this.#callOffIdle = this.#options.timers.after(idleMs, () => {
      if (this.#underWay === 0) this.#child?.kill();
    });
  }
}
