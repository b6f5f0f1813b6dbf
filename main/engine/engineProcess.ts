import type { z } from 'zod';
import type { WatchedRule } from '../../app/contract/alerts.ts';
import type { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import type { ExposureAnswer } from '../../app/contract/exposure.ts';
import type { EngineHealth } from '../../app/contract/health.ts';
import type { MempoolAnswer } from '../../app/contract/mempool.ts';
import type { OpportunityDetail } from '../../app/contract/opportunityDetail.ts';
import type { OpportunityTrace, TraceMoment } from '../../app/contract/opportunityTrace.ts';
import type { Port } from '../../app/contract/port.ts';
import type { ReplayAction, replayNotices, replayRequests } from '../../app/contract/replay.ts';
import type { ReportFormat } from '../../app/contract/reportScope.ts';
import { requesterOn } from '../../app/contract/requests.ts';
import { signingRequests } from '../../app/contract/signer.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import type { EngineInput, MarketInput, UserAction } from '../../app/domain/engineInput.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { seededRandom } from '../../app/domain/random.ts';
import type { ValueAtRisk } from '../../app/domain/valueAtRisk.ts';
import type { Charts } from '../../app/engine/charts.ts';
import { checkpointOf, checkpointVersion } from '../../app/engine/checkpoint.ts';
import { closeEarlierEpochs } from '../../app/engine/closeEarlierEpochs.ts';
import { engineHealth } from '../../app/engine/engineHealth.ts';
import { exposureOf } from '../../app/engine/exposure.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import type { LiquidityViews } from '../../app/engine/liquidityViews.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import { statusText } from '../../app/engine/statusText.ts';
import { summaryOf } from '../../app/engine/summary.ts';
import { openOrders } from '../../app/engine/transitions.ts';
import { type MarketFeed, startMarketFeed } from '../../app/market/feed/startMarketFeed.ts';
import { connectRpc } from '../../app/market/rpc/connectRpc.ts';
import type { RpcClient } from '../../app/market/rpc/rpcClient.ts';
import type { ReportScope } from '../../app/reports/reportScope.ts';
import { type Journal, openJournal } from '../../app/store/journal.ts';
import { countTrial } from '../../app/store/trialLedger.ts';
import { systemTimers } from '../process/timers.ts';
import { systemClock } from '../systemClock.ts';
import { EngineAlerts } from './engineAlerts.ts';
import { EngineRun } from './engineRun.ts';
import { booksOf, writeEpochReport } from './epochReport.ts';
import { fillCharts } from './fillCharts.ts';
import { GuardedCommits } from './guardedCommits.ts';
import { JournalKeeper } from './journalKeeper.ts';
import { log } from './log.ts';
import { MempoolWatch } from './mempoolWatch.ts';
import { openRecording } from './openRecording.ts';
import { OpportunityTracer } from './opportunityTracer.ts';
import { PanelWindows } from './panelWindows.ts';
import { paperTerms } from './paper/measuredInclusion.ts';
import { PaperDesk } from './paper/paperDesk.ts';
import { effectPerformer } from './performEffect.ts';
import { program } from './program.ts';
import { hearRelay } from './relay/hearRelay.ts';
import { relayTimeoutMs } from './relay/relayTimeout.ts';
import { ReplayRun } from './replayRun.ts';

type StartRequest = z.output<(typeof engineRequests)['start']['request']>;
type ReplayRequest = z.output<(typeof replayRequests)['begin']['request']>;
type Ended = (body: z.input<(typeof replayNotices)['ended']>) => void;
type Notices = { readonly [N in keyof typeof engineNotices]: (body: z.input<(typeof engineNotices)[N]>) => void };

const timerEveryMs = 1000;
/** A restart reads what came after the last one: a minute of it, and the newest orders. */
const ticksPerCheckpoint = 60;

interface Running {
  readonly kernel: KernelState;
  readonly journal: Journal;
  readonly run: EngineRun;
  readonly rpc: RpcClient;
  readonly feed: MarketFeed;
  readonly timer: NodeJS.Timeout;
  readonly keeper: JournalKeeper;
  readonly alerts: EngineAlerts;
  readonly mempool: MempoolWatch;
  readonly stopFilling: () => void;
  readonly restarts: number;
}

/** One engine from start to stop: wires clock, network, disk and windows to the kernel. */
export class EngineProcess {
  readonly #port: Port;
  readonly #notices: Notices;
  readonly #windows: PanelWindows;
  readonly #tracer = new OpportunityTracer();
  #tables: PanelTables | null = null;
  #running: Running | null = null;
  #replay: ReplayRun | null = null;

  constructor(port: Port, notices: Notices) {
    this.#port = port;
    this.#notices = notices;
    this.#windows = new PanelWindows(() => this.#tables);
  }

  start(request: StartRequest): Record<string, never> {
    this.#refuseSecondStart();
    const journal = openJournal(request.folder, { program });
    const problems = closeEarlierEpochs(journal, request.epoch, systemClock.epochMs());
    const { resumed } = journal.beginEpoch(request.epoch);
    const { id, mode, chain } = request.epoch;
    if (mode === 'PAPER' && !resumed)
      countTrial(request.folder, {
        ...{ id, kind: 'paper', atMs: systemClock.epochMs(), subject: `${chain.name} (${chain.chainId})` },
        settings: JSON.stringify({ program, strategies: request.strategies.map(({ strategy }) => strategy) }),
      });
    const stored = resumed ? journal.resumeEpoch(request.epoch.id, checkpointVersion) : null;
    const record = stored === null ? null : { ...stored.record, checkpoint: stored.checkpoint };
    const kernel = newKernel(request.epoch, createNativeDetector(), () => systemClock.monotonicNs(), record);
    const tables = new PanelTables(kernel);
    if (record !== null) tables.restore(record);
    this.#tables = tables;
    const random = seededRandom(Number(process.hrtime.bigint() & 0xffffffffn));
    const rpc = connectRpc({
      endpoints: request.epoch.chain.endpoints,
      chainId: request.epoch.chain.chainId,
      clock: systemClock,
      random,
      report: (problem) => log('warn', problem.message, { code: problem.code, ...problem.facts }),
    });
    const signer = requesterOn(this.#port, 'signing', signingRequests);
    const push = (input: EngineInput): void => this.#running?.run.push(input);
    const terms = request.paper === undefined ? null : paperTerms(journal, request.epoch.chain.chainId, request.paper);
    const paper =
      terms === null
        ? null
        : new PaperDesk({
            kernel,
            rpc,
            clock: systemClock,
            terms,
            push,
            hearRelay: (relay) => hearRelay(relay, relayTimeoutMs(request.epoch.chain.blockTimeMs)),
          });
    const perform = effectPerformer({
      kernel,
      rpc,
      signer,
      paper,
      clock: systemClock,
      push,
      resynchronise: (reason) => this.#running?.feed.resynchronise(reason),
      notices: this.#notices,
    });
    const commits = this.#commits(push);
    const run = new EngineRun(kernel, journal, tables, perform, commits);
    const mempool = new MempoolWatch(kernel, rpc, () => systemClock.epochMs());
    const pass = (input: MarketInput): void => {
      push(input);
      if (input.kind === 'pendingTransaction') mempool.seen(input.hash);
      if (input.kind === 'block') mempool.headed(input.head);
      if (input.kind === 'block') this.#showStatus(kernel);
    };
    const feed = startMarketFeed({
      chain: request.epoch.chain,
      rpc,
      clock: systemClock,
      random,
      emit: paper === null ? pass : (input) => paper.emit(input, pass),
      report: (problem) => {
        log(problem.severity === 'fault' ? 'error' : 'info', problem.message, { code: problem.code, ...problem.facts });
        push({
          kind: 'problem',
          atMs: systemClock.epochMs(),
          severity: problem.severity,
          code: problem.code,
          message: problem.message,
        });
      },
    });
    let ticks = 0;
    const timer = setInterval(() => {
      push({ kind: 'timer', atMs: systemClock.epochMs() });
      this.#showStatus(kernel);
      ticks += 1;
      if (ticks % ticksPerCheckpoint === 0) commits.attempt(() => journal.saveCheckpoint(checkpointOf(kernel)));
    }, timerEveryMs);
    const keeper = new JournalKeeper(journal, request.retention, {
      timers: systemTimers,
      nowMs: () => systemClock.epochMs(),
      say: (text, facts) => log('info', text, facts),
    });
    keeper.start();
    const stopFilling = resumed
      ? fillCharts(tables.charts, journal.inputs(request.epoch.id), journal.newestSeq, systemTimers)
      : () => undefined;
    const alerts = new EngineAlerts({
      tables,
      kernel,
      nowMs: () => systemClock.epochMs(),
      tell: this.#notices.alert,
      say: (text, facts) => log('warn', text, facts),
    });
    alerts.setRules(request.alertRules);
    this.#running = {
      kernel,
      journal,
      run,
      rpc,
      feed,
      timer,
      keeper,
      alerts,
      mempool,
      stopFilling,
      restarts: request.restarts,
    };
    push({
      kind: 'started',
      atMs: systemClock.epochMs(),
      strategies: request.strategies.map(({ setBy, ...strategy }) =>
        setBy === undefined ? strategy : { ...strategy, setBy },
      ),
      tradingState: request.tradingState,
      testsTransfers: true,
      fundingSources: request.fundingSources,
      mostSplitPools: request.mostSplitPools,
      neverTrade: request.neverTrade,
      tokenTrusts: request.tokenTrust,
      limits: request.limits,
      ...(terms === null ? {} : { paper: terms }),
    });
    for (const message of problems)
      push({
        kind: 'problem',
        atMs: systemClock.epochMs(),
        severity: 'fault',
        code: 'EPOCH_CLOSED_WITH_DIFFERENCE',
        message,
      });
    this.#windows.start();
    alerts.start();
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
    this.#current().run.push({ kind: 'user', atMs: systemClock.epochMs(), action });
    return {};
  }

  /** Holds trades against these figures from now on: journaled first, as every input. @throws ExpectedError ENGINE_NOT_STARTED */
  takeValueAtRisk(figures: ValueAtRisk): Record<string, never> {
    this.#current().run.push({ kind: 'valueAtRisk', atMs: systemClock.epochMs(), figures });
    return {};
  }

  /** Charts of what the engine follows or, in a replay, of where that is. @throws ExpectedError ENGINE_NOT_STARTED */
  get charts(): Charts {
    if (this.#tables === null) throw notStarted();
    return this.#tables.charts;
  }

  /** What is behind and what is waiting; a replay has no feed. @throws ExpectedError ENGINE_NOT_STARTED */
  get health(): EngineHealth {
    if (this.#running !== null) return engineHealth(this.#running.kernel, this.#running.feed.status);
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
    const { kernel, journal, restarts } = this.#current();
    return summaryOf(kernel, {
      durationS: (systemClock.epochMs() - kernel.epoch.startedAtMs) / 1000,
      restarts,
      decisionHash: journal.decisionHash,
    });
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
    const { kernel } = this.#current();
    if (kernel.tradingState === 'active')
      this.act({ kind: 'setTradingState', state: 'reduceOnly', by: 'engine', reason: 'the run ends' });
    const until = systemClock.epochMs() + graceMs;
    const settling = (): boolean => openOrders(kernel).length > 0 || kernel.booksEqual === null;
    while (settling() && systemClock.epochMs() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    return {};
  }

  /** Opens nothing new; open orders and a first look at the books get `graceMs`, then it closes. */
  async stop(graceMs: number): Promise<RunSummary> {
    if (this.#replay !== null) return this.#stopReplay(this.#replay);
    const running = this.#current();
    await this.finish(graceMs);
    clearInterval(running.timer);
    running.keeper.stop();
    running.alerts.stop();
    running.stopFilling();
    await running.feed.stop();
    const summary = this.summary();
    running.run.stop();
    this.#windows.stop();
    running.rpc.close();
    try {
      running.journal.close();
    } catch (error) {
      // The run's last moments stay unrecorded; what was sent was recorded before, and the summary names the trouble.
      if (!(error instanceof ExpectedError)) throw error;
      log('error', `the journal was closed without its end: ${error.message}`, { code: error.code });
    }
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

  #showStatus(kernel: KernelState): void {
    this.#notices.status({ block: kernel.head?.number ?? 0, text: statusText(kernel, systemClock.epochMs()) });
  }

  #commits(push: (input: EngineInput) => void): GuardedCommits {
    return new GuardedCommits(
      {
        onFailed: (error, mustHalt) => {
          const text = mustHalt ? `${error.message} ${error.advice}` : `${error.message} Nothing is sent meanwhile.`;
          log(mustHalt ? 'error' : 'warn', text, { code: error.code, ...error.facts });
          if (!mustHalt) return;
          push({ kind: 'problem', atMs: systemClock.epochMs(), severity: 'fault', code: error.code, message: text });
          this.#notices.halted({ reason: text.slice(0, 512) });
        },
        onMended: () => {
          log('info', 'the journal can be written again');
          push({ kind: 'journalMended', atMs: systemClock.epochMs() });
        },
      },
      () => systemClock.monotonicNs() / 1e6,
    );
  }

  #refuseSecondStart(): void {
    if (this.#running !== null || this.#replay !== null)
      throw new ExpectedError('ENGINE_ALREADY_STARTED', 'the engine is running', { advice: 'Stop it first.' });
  }

  #current(): Running {
    if (this.#running === null) throw notStarted();
    return this.#running;
  }
}

function notStarted(): ExpectedError {
  return new ExpectedError('ENGINE_NOT_STARTED', 'the engine is not running', {
    advice: 'Wait until it has started.',
  });
}
