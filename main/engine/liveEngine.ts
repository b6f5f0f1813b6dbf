import type { z } from 'zod';
import type { engineNotices, engineRequests } from '../../app/contract/engine.ts';
import type { Port } from '../../app/contract/port.ts';
import { requesterOn } from '../../app/contract/requests.ts';
import { signingRequests } from '../../app/contract/signer.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import { createNativeDetector } from '../../app/detect/nativeDetector.ts';
import type { EngineInput, MarketInput } from '../../app/domain/engineInput.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { seededRandom } from '../../app/domain/random.ts';
import { checkpointOf, checkpointVersion } from '../../app/engine/checkpoint.ts';
import { closeEarlierEpochs } from '../../app/engine/closeEarlierEpochs.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import { statusText } from '../../app/engine/statusText.ts';
import { summaryOf } from '../../app/engine/summary.ts';
import { openOrders } from '../../app/engine/transitions.ts';
import { type MarketFeed, startMarketFeed } from '../../app/market/feed/startMarketFeed.ts';
import { connectRpc } from '../../app/market/rpc/connectRpc.ts';
import type { RpcClient } from '../../app/market/rpc/rpcClient.ts';
import { type Journal, openJournal } from '../../app/store/journal.ts';
import { countTrial } from '../../app/store/trialLedger.ts';
import { systemTimers } from '../process/timers.ts';
import { systemClock } from '../systemClock.ts';
import { EngineAlerts } from './engineAlerts.ts';
import { EngineRun } from './engineRun.ts';
import { fillCharts } from './fillCharts.ts';
import { GuardedCommits } from './guardedCommits.ts';
import { JournalKeeper } from './journalKeeper.ts';
import { log } from './log.ts';
import { MempoolWatch } from './mempoolWatch.ts';
import { paperTerms } from './paper/measuredInclusion.ts';
import { PaperDesk } from './paper/paperDesk.ts';
import { effectPerformer } from './performEffect.ts';
import { program } from './program.ts';
import { hearRelay } from './relay/hearRelay.ts';
import { relayTimeoutMs } from './relay/relayTimeout.ts';

export type EngineStartRequest = z.output<(typeof engineRequests)['start']['request']>;
export type EngineNotices = {
  readonly [N in keyof typeof engineNotices]: (body: z.input<(typeof engineNotices)[N]>) => void;
};

const timerEveryMs = 1000;
/** A restart reads what came after the last one: a minute of it, and the newest orders. */
const ticksPerCheckpoint = 60;

/** An engine that follows a chain: wires clock, network and disk to the kernel. */
export class LiveEngine {
  readonly kernel: KernelState;
  readonly journal: Journal;
  readonly tables: PanelTables;
  readonly alerts: EngineAlerts;
  readonly mempool: MempoolWatch;
  readonly #request: EngineStartRequest;
  readonly #notices: EngineNotices;
  /** What closing the books of earlier epochs brought to light. */
  readonly #problems: readonly string[];
  readonly #run: EngineRun;
  readonly #rpc: RpcClient;
  readonly #feed: MarketFeed;
  readonly #timer: NodeJS.Timeout;
  readonly #keeper: JournalKeeper;
  readonly #stopFilling: () => void;
  readonly #paperTerms: ReturnType<typeof paperTerms> | null;
  /** What comes from outside before it begins or after its end is nobody's. */
  #isOpen = false;

  /** @throws ExpectedError STORE_* */
  constructor(request: EngineStartRequest, port: Port, notices: EngineNotices) {
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
    // What is set up below may have something to say at once.
    this.kernel = kernel;
    this.#request = request;
    this.#notices = notices;
    const random = seededRandom(Number(process.hrtime.bigint() & 0xffffffffn));
    const rpc = connectRpc({
      endpoints: request.epoch.chain.endpoints,
      chainId: request.epoch.chain.chainId,
      clock: systemClock,
      random,
      report: (problem) => log('warn', problem.message, { code: problem.code, ...problem.facts }),
    });
    const signer = requesterOn(port, 'signing', signingRequests);
    const push = (input: EngineInput): void => this.push(input);
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
      resynchronise: (reason) => {
        if (this.#isOpen) this.#feed.resynchronise(reason);
      },
      notices,
    });
    const commits = this.#commits();
    const run = new EngineRun(kernel, journal, tables, perform, commits);
    const mempool = new MempoolWatch(kernel, rpc, () => systemClock.epochMs());
    const pass = (input: MarketInput): void => {
      push(input);
      if (input.kind === 'pendingTransaction') mempool.seen(input.hash);
      if (input.kind === 'block') mempool.headed(input.head);
      if (input.kind === 'block') this.#showStatus();
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
      this.#showStatus();
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
      tell: notices.alert,
      say: (text, facts) => log('warn', text, facts),
    });
    alerts.setRules(request.alertRules);
    this.journal = journal;
    this.tables = tables;
    this.alerts = alerts;
    this.mempool = mempool;
    this.#problems = problems;
    this.#run = run;
    this.#rpc = rpc;
    this.#feed = feed;
    this.#timer = timer;
    this.#keeper = keeper;
    this.#stopFilling = stopFilling;
    this.#paperTerms = terms;
  }

  /** Says what it starts with: the first inputs of this life. */
  begin(): void {
    const request = this.#request;
    this.#isOpen = true;
    this.push({
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
      ...(this.#paperTerms === null ? {} : { paper: this.#paperTerms }),
    });
    for (const message of this.#problems)
      this.push({
        kind: 'problem',
        atMs: systemClock.epochMs(),
        severity: 'fault',
        code: 'EPOCH_CLOSED_WITH_DIFFERENCE',
        message,
      });
  }

  /** Gives an input to the kernel, journaled first. */
  push(input: EngineInput): void {
    if (this.#isOpen) this.#run.push(input);
  }

  get feedStatus(): MarketFeed['status'] {
    return this.#feed.status;
  }

  summary(): RunSummary {
    const { kernel, journal } = this;
    return summaryOf(kernel, {
      durationS: (systemClock.epochMs() - kernel.epoch.startedAtMs) / 1000,
      restarts: this.#request.restarts,
      decisionHash: journal.decisionHash,
    });
  }

  /** Opens nothing new; open orders and a first look at the books get `graceMs`. */
  async finish(graceMs: number): Promise<void> {
    const { kernel } = this;
    const atMs = systemClock.epochMs();
    if (kernel.tradingState === 'active')
      this.push({
        kind: 'user',
        atMs,
        action: { kind: 'setTradingState', state: 'reduceOnly', by: 'engine', reason: 'the run ends' },
      });
    const settling = (): boolean => openOrders(kernel).length > 0 || kernel.booksEqual === null;
    while (settling() && systemClock.epochMs() < atMs + graceMs)
      await new Promise((resolve) => setTimeout(resolve, 50));
  }

  /** The same, then it closes. */
  async stop(graceMs: number): Promise<RunSummary> {
    await this.finish(graceMs);
    clearInterval(this.#timer);
    this.#keeper.stop();
    this.alerts.stop();
    this.#stopFilling();
    await this.#feed.stop();
    const summary = this.summary();
    this.#run.stop();
    this.#rpc.close();
    try {
      this.journal.close();
    } catch (error) {
      // The run's last moments stay unrecorded; what was sent was recorded before, and the summary names the trouble.
      if (!(error instanceof ExpectedError)) throw error;
      log('error', `the journal was closed without its end: ${error.message}`, { code: error.code });
    }
    this.#isOpen = false;
    return summary;
  }

  #showStatus(): void {
    const { kernel } = this;
    this.#notices.status({ block: kernel.head?.number ?? 0, text: statusText(kernel, systemClock.epochMs()) });
  }

  #commits(): GuardedCommits {
    return new GuardedCommits(
      {
        onFailed: (error, mustHalt) => {
          const text = mustHalt ? `${error.message} ${error.advice}` : `${error.message} Nothing is sent meanwhile.`;
          log(mustHalt ? 'error' : 'warn', text, { code: error.code, ...error.facts });
          if (!mustHalt) return;
          const atMs = systemClock.epochMs();
          this.push({ kind: 'problem', atMs, severity: 'fault', code: error.code, message: text });
          this.#notices.halted({ reason: text.slice(0, 512) });
        },
        onMended: () => {
          log('info', 'the journal can be written again');
          this.push({ kind: 'journalMended', atMs: systemClock.epochMs() });
        },
      },
      () => systemClock.monotonicNs() / 1e6,
    );
  }
}
