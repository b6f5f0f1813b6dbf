import type { z } from 'zod';
import { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import {
  type NoticeHandlers,
  type Requester,
  type RequestHandlers,
  receiveNotices,
  requesterOn,
  serveRequests,
} from '../../app/contract/requests.ts';
import { signingRequests } from '../../app/contract/signer.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { type ChildHandle, entryName } from '../process/processHost.ts';
import { Readiness } from '../process/readiness.ts';
import { Supervisor } from '../process/supervisor.ts';
import type { LinkContext } from './link.ts';

type EngineTable = typeof engineRequests;
type EngineRequest<N extends keyof EngineTable> = z.input<EngineTable[N]['request']>;
export type EngineStart = Omit<EngineRequest<'start'>, 'restarts'>;

export const engineStartTimeoutMs = 120_000;
/** A long epoch takes a while to be put on pages. */
export const reportTimeoutMs = 30 * 60_000;
const stopAllowanceMs = 20_000;
const mostAskedToStop = 3;

/** What an engine is started for: to trade, or to replay a journal. */
export interface EngineWork {
  /** Gives a fresh child its work. A rejection counts as its death. */
  readonly begin: (child: ChildHandle, engine: Requester<EngineTable>, restarts: number) => Promise<unknown>;
  /** Answers what it wants signed; null where there is no signer for it. */
  readonly signing: RequestHandlers<typeof signingRequests> | null;
}

export interface EngineEvents {
  readonly notices: NoticeHandlers<typeof engineNotices>;
  /** A child has started its work: windows may be connected to it. */
  readonly onRunning: (child: ChildHandle) => void;
  readonly onGone: () => void;
}

/** The engine process: given its work anew when it dies. */
export class EngineLink {
  readonly supervisor: Supervisor;
  readonly #context: LinkContext;
  readonly #work: EngineWork;
  readonly #events: EngineEvents;
  #requester: Requester<EngineTable> | null = null;
  readonly #ready = new Readiness<Requester<EngineTable>>('the engine');
  #child: ChildHandle | null = null;

  constructor(context: LinkContext, work: EngineWork, events: EngineEvents) {
    this.#context = context;
    this.#work = work;
    this.#events = events;
    this.supervisor = new Supervisor({
      name: 'engine',
      host: context.host,
      timers: context.timers,
      prepare: async (child, restarts) => {
        const requester = this.#attach(child);
        await work.begin(child, requester, restarts);
        this.#child = child;
        this.#ready.set(requester);
        events.onRunning(child);
      },
      onGone: (cause, onPurpose) => {
        context.log[onPurpose ? 'info' : 'warn']({ cause }, 'engine process gone');
        this.#requester?.close();
        this.#requester = null;
        this.#child = null;
        this.#ready.clear();
        events.onGone();
      },
      onGivenUp: (error) => {
        this.#ready.fail(error);
        context.onGivenUp('engine', error);
      },
    });
  }

  /** The running child, for the broker of window ports. */
  get child(): ChildHandle | null {
    return this.#child;
  }

  /** Asks the running engine; waits a moment for one that is being restarted. @throws ExpectedError */
  async call<N extends keyof EngineTable & string>(
    name: N,
    request: EngineRequest<N>,
    timeoutMs = 10_000,
  ): Promise<z.output<EngineTable[N]['response']>> {
    const requester = await this.#ready.wait(timeoutMs);
    return requester.call(name, request, timeoutMs);
  }

  /** Posts a request at once, ready or not, and does not care for the answer: for a halt. */
  post<N extends keyof EngineTable & string>(name: N, request: EngineRequest<N>): void {
    this.#requester?.call(name, request, 10_000).catch((error: unknown) => {
      this.#context.log.warn({ name, error: String(error) }, 'the engine did not confirm');
    });
  }

  /**
   * Lets it finish what is under way and answers with the summary. One that dies over it is started again, and asked again.
   * @throws ExpectedError when it cannot be had
   */
  async stop(graceMs: number): Promise<RunSummary> {
    try {
      for (let asked = 1; ; asked += 1) {
        const requester = await this.#ready.wait(stopAllowanceMs);
        try {
          return await requester.call('stop', { graceMs }, graceMs + stopAllowanceMs);
        } catch (error) {
          const died = error instanceof ExpectedError && error.code === 'REQUEST_CLOSED';
          if (!died || asked === mostAskedToStop) throw error;
        }
      }
    } finally {
      this.supervisor.retire();
    }
  }

  #attach(child: ChildHandle): Requester<EngineTable> {
    const { record, log } = this.#context;
    record.add(child.pid, entryName('engine'));
    child.onExit(() => record.remove(child.pid));
    const { signing } = this.#work;
    if (signing !== null) serveRequests(child.port, 'signing', signingRequests, signing);
    receiveNotices(child.port, 'engine', engineNotices, this.#events.notices, (name, problem) => {
      log.error({ name, problem }, 'malformed notice from the engine');
    });
    const requester = requesterOn(child.port, 'engine', engineRequests);
    this.#requester = requester;
    return requester;
  }
}
