import type { z } from 'zod';
import type { WatchedRule } from '../../app/contract/alerts.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import type { EngineHealth } from '../../app/contract/health.ts';
import type { MempoolAnswer } from '../../app/contract/mempool.ts';
import type { OpportunityDetail } from '../../app/contract/opportunityDetail.ts';
import type { OpportunityTrace, TraceMoment } from '../../app/contract/opportunityTrace.ts';
import type { Port } from '../../app/contract/port.ts';
import type { ReplayAction, replayNotices, replayRequests } from '../../app/contract/replay.ts';
import type { ReportFormat } from '../../app/contract/reportScope.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import type { UserAction } from '../../app/domain/engineInput.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { ValueAtRisk } from '../../app/domain/valueAtRisk.ts';
import type { Charts } from '../../app/engine/charts.ts';
import { engineHealth } from '../../app/engine/engineHealth.ts';
import { exposureOf } from '../../app/engine/exposure.ts';
import type { LiquidityViews } from '../../app/engine/liquidityViews.ts';
import type { PanelTables } from '../../app/engine/panelTables.ts';
import { statusText } from '../../app/engine/statusText.ts';
import type { ReportScope } from '../../app/reports/reportScope.ts';
import { systemTimers } from '../process/timers.ts';
import { systemClock } from '../systemClock.ts';
import { booksOf, writeEpochReport } from './epochReport.ts';
import { type EngineNotices, type EngineStartRequest, LiveEngine } from './liveEngine.ts';
import { openRecording } from './openRecording.ts';
import { OpportunityTracer } from './opportunityTracer.ts';
import { PanelWindows } from './panelWindows.ts';
import { ReplayRun } from './replayRun.ts';

type ReplayRequest = z.output<(typeof replayRequests)['begin']['request']>;
type Ended = (body: z.input<(typeof replayNotices)['ended']>) => void;

/** One engine from start to stop, over a chain or over a journal, and what windows ask of it. */
export class EngineProcess {
  readonly #port: Port;
  readonly #notices: EngineNotices;
  readonly #windows: PanelWindows;
  readonly #tracer = new OpportunityTracer();
  #tables: PanelTables | null = null;
  #running: LiveEngine | null = null;
  #replay: ReplayRun | null = null;

  constructor(port: Port, notices: EngineNotices) {
    this.#port = port;
    this.#notices = notices;
    this.#windows = new PanelWindows(() => this.#tables);
  }

  start(request: EngineStartRequest): Record<string, never> {
    this.#refuseSecondStart();
    const running = new LiveEngine(request, this.#port, this.#notices);
    this.#tables = running.tables;
    this.#running = running;
    running.begin();
    this.#windows.start();
    running.alerts.start();
    return {};
  }

  /** All that it watches for from now on. @throws ExpectedError ENGINE_NOT_STARTED */
  setAlertRules(rules: readonly WatchedRule[]): Record<string, never> {
    this.#current().alerts.setRules(rules);
    return {};
  }

  /** The same engine over a journal: nothing is connected, nothing leaves, nothing is written. @throws REPLAY_* */
  replay({ file, epoch, speed, restarts }: ReplayRequest, onEnded: Ended): { epoch: string } {
    this.#refuseSecondStart();
    const recording = openRecording(file, epoch);
    const replay = new ReplayRun({
      recording,
      speed,
      restarts,
      newDetector: createNativeDetector,
      clock: systemClock,
      timers: systemTimers,
      onRewound: (tables) => {
        this.#tables = tables;
        this.#windows.reopen();
      },
      onBlock: (kernel) => this.#notices.status({ block: kernel.head?.number ?? 0, text: statusText(kernel) }),
      onEnded: (inputs, elapsedMs) => onEnded({ inputs, elapsedMs }),
    });
    this.#replay = replay;
    this.#tables = replay.tables;
    this.#windows.start();
    replay.begin();
    return { epoch: recording.recorded.epoch.id };
  }

  controlReplay(action: ReplayAction): Record<string, never> {
    if (this.#replay === null)
      throw new ExpectedError('REPLAY_NOT_RUNNING', 'nothing is being replayed', {
        advice: 'Start the terminal with --replay FILE.',
      });
    this.#replay.act(action);
    return {};
  }

  act(action: UserAction): Record<string, never> {
    this.#current().push({ kind: 'user', atMs: systemClock.epochMs(), action });
    return {};
  }

  /** Holds trades against these figures from now on: journaled first, as every input. @throws ExpectedError ENGINE_NOT_STARTED */
  takeValueAtRisk(figures: ValueAtRisk): Record<string, never> {
    this.#current().push({ kind: 'valueAtRisk', atMs: systemClock.epochMs(), figures });
    return {};
  }

  /** Charts of what the engine follows or, in a replay, of where that is. @throws ExpectedError ENGINE_NOT_STARTED */
  get charts(): Charts {
    if (this.#tables === null) throw notStarted();
    return this.#tables.charts;
  }

  /** What is behind and what is waiting; a replay has no feed. @throws ExpectedError ENGINE_NOT_STARTED */
  get health(): EngineHealth {
    if (this.#running !== null) return engineHealth(this.#running.kernel, this.#running.feedStatus);
    if (this.#replay !== null) return engineHealth(this.#replay.kernel, null);
    throw notStarted();
  }

  /** What is held and under way, likewise. @throws ExpectedError ENGINE_NOT_STARTED */
  get exposure(): ExposureAnswer {
    const kernel = this.#running?.kernel ?? this.#replay?.kernel;
    if (kernel === undefined) throw notStarted();
    return exposureOf(kernel);
  }

  /** What its pools hold and its newest blocks, likewise. @throws ExpectedError ENGINE_NOT_STARTED */
  get liquidity(): LiquidityViews {
    if (this.#tables === null) throw notStarted();
    return this.#tables.liquidity;
  }

  /** What waits for a block; a replay knows of it that there was something. @throws ExpectedError MEMPOOL_NOT_FOLLOWED, ENGINE_NOT_STARTED */
  get mempool(): MempoolAnswer {
    if (this.#replay !== null)
      throw new ExpectedError('MEMPOOL_NOT_FOLLOWED', 'a replay has no pending transactions', {
        advice: 'Only that there were some was recorded: look at them while trading.',
      });
    return this.#current().mempool.answer();
  }

  /** An opportunity at the state it was found at. @throws ExpectedError ENGINE_NOT_STARTED, DETAIL_NOT_KEPT */
  detail(id: string): OpportunityDetail {
    if (this.#tables === null) throw notStarted();
    return this.#tables.details.detail(id);
  }

  /** Its call as the node runs it. @throws ExpectedError ENGINE_NOT_STARTED, DETAIL_NOT_KEPT, TRACE_*, RPC_* */
  async trace(id: string, moment: TraceMoment): Promise<OpportunityTrace> {
    if (this.#replay !== null)
      throw new ExpectedError('TRACE_NO_NODE', 'a replay has no node to run it on', {
        advice: 'Calls are traced while trading.',
      });
    const { kernel } = this.#current();
    if (this.#tables === null) throw notStarted();
    return this.#tracer.trace(kernel, this.#tables.details, { id, moment });
  }

  summary(): RunSummary {
    if (this.#replay !== null) return this.#replay.summary();
    return this.#current().summary();
  }

  /** Writes the epoch so far as a document, as it stands now. @throws ExpectedError REPORT_NOT_WRITTEN, STORE_* */
  report(format: ReportFormat, scope: ReportScope, file: string): Promise<{ bytes: number }> {
    const books = this.#replay?.books() ?? booksOf(this.#current().kernel, this.#current().journal);
    const madeAtMs = systemClock.epochMs();
    return writeEpochReport(books, { format, scope, file, madeAtMs, summary: this.summary() });
  }

  /** Opens nothing new; open orders and a first look at the books get `graceMs`. */
  async finish(graceMs: number): Promise<Record<string, never>> {
    if (this.#replay !== null) return {};
    await this.#current().finish(graceMs);
    return {};
  }

  /** Opens nothing new; open orders and a first look at the books get `graceMs`, then it closes. */
  async stop(graceMs: number): Promise<RunSummary> {
    if (this.#replay !== null) return this.#stopReplay(this.#replay);
    const summary = await this.#current().stop(graceMs);
    this.#windows.stop();
    this.#running = null;
    return summary;
  }

  #stopReplay(replay: ReplayRun): RunSummary {
    const summary = replay.summary();
    replay.stop();
    this.#windows.stop();
    this.#replay = null;
    return summary;
  }

  #refuseSecondStart(): void {
    if (this.#running !== null || this.#replay !== null)
      throw new ExpectedError('ENGINE_ALREADY_STARTED', 'the engine is running', { advice: 'Stop it first.' });
  }

  #current(): LiveEngine {
    if (this.#running === null) throw notStarted();
    return this.#running;
  }
}

function notStarted(): ExpectedError {
  return new ExpectedError('ENGINE_NOT_STARTED', 'the engine is not running', {
    advice: 'Wait until it has started.',
  });
}
