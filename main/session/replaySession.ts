import type { engineNotices } from '../../app/contract/engine.ts';
import { type ReplayAction, type ReplaySpeed, replayNotices, replayRequests } from '../../app/contract/replay.ts';
import { type NoticeHandlers, type Requester, receiveNotices, requesterOn } from '../../app/contract/requests.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { failure, failureFrom, type Result, success } from '../../app/domain/result.ts';
import type { ChildHandle } from '../process/processHost.ts';
import type { ProcessReport } from '../process/processReport.ts';
import { EngineLink, engineStartTimeoutMs } from './engineLink.ts';
import { EngineQuestions } from './engineQuestions.ts';
import type { LinkContext } from './link.ts';

export interface ReplaySessionOptions extends Omit<LinkContext, 'onGivenUp'> {
  /** The journal, by its full path. */
  readonly file: string;
  /** null: the newest. */
  readonly epoch: string | null;
  readonly speed: ReplaySpeed;
  readonly events: {
    readonly onStatus: NoticeHandlers<typeof engineNotices>['status'];
    /** A (new) engine replays: windows are to be connected to it. */
    readonly onEngineRunning: (child: ChildHandle) => void;
    readonly onEnded: NoticeHandlers<typeof replayNotices>['ended'];
    /** The engine keeps dying. */
    readonly onFailed: (error: ExpectedError) => void;
  };
}

/** A run that trades nothing: an engine over a journal, with no chain, no signer and nobody to ask for approval. */
export class ReplaySession {
  readonly #options: ReplaySessionOptions;
  readonly #engine: EngineLink;
  /** What windows and reports ask of the engine. */
  readonly questions: EngineQuestions;
  readonly #refused = Promise.withResolvers<never>();
  #replay: Requester<typeof replayRequests> | null = null;
  #epoch: string | null = null;
  /** Where it was and how it went on, for an engine that takes the place of one that died. */
  #place: { block: number | null; paused: boolean; speed: ReplaySpeed };

  constructor(options: ReplaySessionOptions) {
    this.#options = options;
    const { events, log } = options;
    this.#place = { block: null, paused: false, speed: options.speed };
    this.#refused.promise.catch(() => undefined);
    const context: LinkContext = { ...options, onGivenUp: (_name, error) => events.onFailed(error) };
    const nothing = (): undefined => undefined;
    this.#engine = new EngineLink(
      context,
      { begin: (child, _engine, restarts) => this.#begin(child, restarts), signing: null },
      {
        notices: {
          approvalWanted: nothing,
          approvalWithdrawn: nothing,
          alert: () => undefined,
          reduceOnly: ({ reason }) => log.info({ reason }, 'the replayed engine opens nothing new'),
          halted: ({ reason }) => log.info({ reason }, 'the replayed engine halted'),
          status: (status) => {
            this.#place.block = status.block;
            events.onStatus(status);
          },
        },
        onRunning: events.onEngineRunning,
        onGone: () => {
          this.#replay?.close();
          this.#replay = null;
        },
      },
    );
    this.questions = new EngineQuestions(this.#engine);
  }

  /** Resolves when the replay has begun. @throws ExpectedError REPLAY_REFUSED, REPLAY_UNKNOWN_EPOCH, PROCESS_CRASH_LOOP */
  async start(): Promise<void> {
    await Promise.race([this.#engine.supervisor.start(), this.#refused.promise]);
  }

  /** The epoch that is replayed; null before the file was opened. */
  get epochId(): string | null {
    return this.#epoch;
  }

  get engineChild(): ChildHandle | null {
    return this.#engine.child;
  }

  /** Nothing is written. */
  readonly disk = null;

  get processes(): ProcessReport[] {
    const { name, pid, restarts, state } = this.#engine.supervisor;
    return [{ name, pid, restarts, state }];
  }

  get restarts(): number {
    return this.#engine.supervisor.restarts;
  }

  /** @throws ExpectedError */
  async control(action: ReplayAction): Promise<void> {
    if (this.#replay === null)
      throw new ExpectedError('REPLAY_NOT_RUNNING', 'the replay is not running', {
        advice: 'It is being started; try again in a moment.',
      });
    await this.#replay.call('control', action);
    if (action.kind === 'setSpeed') this.#place.speed = action.speed;
    if (action.kind === 'pause' || action.kind === 'step') this.#place.paused = true;
    if (action.kind === 'resume') this.#place.paused = false;
  }

  /** Ends the replay, wherever it is. The summary, or why there is none. */
  async stop(): Promise<Result<RunSummary>> {
    const summary =
      this.#epoch === null
        ? failure('RUN_NOT_STARTED', 'nothing was replayed', 'Start it again, with a file that can be.')
        : await this.#engine.stop(0).then(success, failureFrom);
    await this.#engine.supervisor.stop();
    return summary;
  }

  async #begin(child: ChildHandle, restarts: number): Promise<void> {
    const { file, epoch, events, log } = this.#options;
    const { block, paused, speed } = this.#place;
    const replay = requesterOn(child.port, 'replay', replayRequests);
    receiveNotices(child.port, 'replay', replayNotices, { ended: events.onEnded }, (name, problem) => {
      log.error({ name, problem }, 'malformed notice from the engine');
    });
    try {
      ({ epoch: this.#epoch } = await replay.call('begin', { file, epoch, speed, restarts }, engineStartTimeoutMs));
      if (paused) await replay.call('control', { kind: 'pause' });
      if (block !== null) await replay.call('control', { kind: 'jump', blockNumber: block });
      this.#replay = replay;
    } catch (error) {
      // What is wrong with the file is wrong at the next try too.
      if (error instanceof ExpectedError && error.code.startsWith('REPLAY_')) {
        this.#engine.supervisor.retire();
        this.#refused.reject(error);
      }
      throw error;
    }
  }
}
