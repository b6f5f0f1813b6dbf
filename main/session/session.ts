import { randomBytes } from 'node:crypto';
import { computeAddress } from 'ethers';
import type { WatchedRule } from '../../app/contract/alerts.ts';
import type { DiskState } from '../../app/contract/disk.ts';
import type { Approval } from '../../app/contract/orderSchemas.ts';
import type { SignerLimits } from '../../app/contract/signer.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { TicketRevisionRequest } from '../../app/contract/ticketChoice.ts';
import type { ValueAtRiskFigures } from '../../app/contract/valueAtRisk.ts';
import { mulDivDown, type Wei, wei } from '../../app/domain/amount.ts';
import { lenderContract } from '../../app/domain/chain.ts';
import { epochMs } from '../../app/domain/clock.ts';
import type { ExpectedError } from '../../app/domain/errors.ts';
import type { Grant } from '../../app/domain/grant.ts';
import { parseAddress } from '../../app/domain/hex.ts';
import type { StrategyId, StrategyMode, TradingState } from '../../app/domain/mode.ts';
import type { RejectReason } from '../../app/domain/rejectReason.ts';
import { failure, failureFrom, type Result, success } from '../../app/domain/result.ts';
import type { LimitSet } from '../../app/domain/riskLimit.ts';
import type { Epoch } from '../../app/domain/run.ts';
import { submissionKinds } from '../../app/domain/submission.ts';
import { changeLimits, type LimitEdit } from '../../app/risk/changeLimits.ts';
import { HistoryKeeper } from '../history/historyKeeper.ts';
import type { ChildHandle, ProcessName } from '../process/processHost.ts';
import type { ProcessReport } from '../process/processReport.ts';
import { Readiness } from '../process/readiness.ts';
import { DevnetLink, type RunningDevnet } from './devnetLink.ts';
import { DiskWatch } from './diskWatch.ts';
import { EngineLink, type EngineWork, engineStartTimeoutMs } from './engineLink.ts';
import { EngineQuestions } from './engineQuestions.ts';
import { engineStartOf, limitsToSend } from './engineStart.ts';
import type { LinkContext } from './link.ts';
import { Permissions } from './permissions.ts';
import type { SessionOptions } from './sessionOptions.ts';
import { SignerLink } from './signerLink.ts';

const keepAgainMs = 1_000;
const mostWarnings = 100;

/** What a devnet's trader begins with: as much as a faucet gives. */
const openingWei: Wei = wei(100n * 10n ** 18n);

/** One run of the terminal: devnet, signer and engine, what people allowed them, and how they are stopped. */
export class Session {
  readonly permissions: Permissions;
  readonly #options: SessionOptions;
  /** Null on paper. */
  readonly #signer: SignerLink | null;
  readonly #engine: EngineLink;
  /** What windows and reports ask of the engine. */
  readonly questions: EngineQuestions;
  /** Null where it is another session's. */
  readonly #devnet: DevnetLink | null;
  #running: RunningDevnet | null = null;
  readonly #history: HistoryKeeper;
  readonly #disk: DiskWatch;
  readonly #warnings: string[] = [];
  readonly #epoch = new Readiness<Epoch>('the epoch');
  #started = false;
  #callOffKeeping: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { settings, folder } = options;
    this.permissions = new Permissions(settings.current.tradingState, settings.current.tradingStateReason);
    const context: LinkContext = { ...options, onGivenUp: (name, error) => this.#givenUp(name, error) };
    const signer =
      options.mode === 'PAPER'
        ? null
        : new SignerLink(
            context,
            options.vault,
            this.permissions,
            (epoch) => ({
              epochId: epoch.id,
              chainId: epoch.chain.chainId,
              mode: epoch.chain.mode,
              allowedContracts: epoch.chain.executor === null ? [] : [epoch.chain.executor],
              allowedLenders: epoch.chain.lenders.map((lender) => ({
                kind: lender.kind,
                lender: lenderContract(lender),
              })),
              liveUnlocked: options.liveUnlocked,
              folder: folder.signer,
            }),
            (epoch) => this.#signerLimits(epoch),
          );
    this.#signer = signer;
    const work: EngineWork = {
      begin: async (_child, engine, restarts) => {
        const epoch = await this.#epoch.wait(2 ** 31 - 1);
        const start = engineStartOf(epoch, options, this.permissions);
        return engine.call('start', { ...start, restarts }, engineStartTimeoutMs);
      },
      signing:
        signer === null
          ? null
          : {
              sign: (request) => signer.ask('sign', request),
              signRelay: (request) => signer.ask('signRelay', request),
            },
    };
    this.#engine = new EngineLink(context, work, {
      notices: {
        approvalWanted: options.events.onApprovalWanted,
        approvalWithdrawn: options.events.onApprovalWithdrawn,
        halted: ({ reason }) => this.halt('engine', reason),
        alert: (sighting) => options.alerts?.take(sighting),
        // A halt is the stronger stop.
        reduceOnly: ({ reason }) => {
          if (this.permissions.tradingState === 'active') this.setTradingState('reduceOnly', 'engine', reason);
        },
        status: options.events.onStatus,
      },
      onRunning: options.events.onEngineRunning,
      onGone: options.events.onEngineGone,
    });
    this.questions = new EngineQuestions(this.#engine);
    const start = {
      folder: folder.devnet,
      snapshotFolder: folder.devnetSnapshot,
      seed: options.seed,
      blockTimeMs: options.blockTimeMs,
      intensity: options.intensity,
      rivals: options.rivals ?? 1,
    };
    this.#history = new HistoryKeeper({
      ...options,
      folder: folder.history,
      retention: settings.current.retention.history,
    });
    this.#disk = new DiskWatch({
      ...options,
      limits: settings.current.disk,
      onLooked: (state, isNew) => this.#onDisk(state, isNew),
      onUnknown: (error) => options.log.error({ error: String(error) }, 'the room on the disk cannot be told'),
    });
    this.#devnet =
      options.borrowed === undefined ? new DevnetLink(context, start, (devnet) => this.#beginEpoch(devnet)) : null;
  }

  /** Resolves when the engine runs. @throws ExpectedError PROCESS_CRASH_LOOP */
  async start(): Promise<void> {
    // Before anything trades: the disk may be full already.
    await this.#disk.start();
    await Promise.all([
      this.#devnet === null ? this.#beginBorrowed() : this.#devnet.supervisor.start(),
      this.#signer?.supervisor.start(),
      this.#engine.supervisor.start(),
    ]);
    this.#started = true;
    this.#history.start();
  }

  /** The chain that it runs on, while it runs. */
  get devnet(): RunningDevnet | null {
    return this.#running;
  }

  get epoch(): Epoch | null {
    return this.#epoch.current;
  }

  get engineChild(): ChildHandle | null {
    return this.#engine.child;
  }

  get processes(): ProcessReport[] {
    const signer = this.#signer === null ? [] : [this.#signer];
    const devnet = this.#devnet === null ? [] : [this.#devnet];
    return [this.#engine, ...signer, ...devnet].map(({ supervisor }) => ({
      name: supervisor.name,
      pid: supervisor.pid,
      restarts: supervisor.restarts,
      state: supervisor.state,
    }));
  }

  /** The disk of the data folder; null before it was looked at. */
  get disk(): DiskState | null {
    return this.#disk.state;
  }

  /** What a person should see to, in words, oldest first. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  get restarts(): number {
    return this.processes.reduce((sum, { restarts }) => sum + restarts, 0);
  }

  /** Stops all trading: told to the signer and the engine at once, neither waiting for the other, and kept over restarts. */
  halt(by: string, reason: string): void {
    this.setTradingState('halted', by, reason);
  }

  /** Takes effect here before it is on disk or acknowledged: stopping waits for nothing. */
  setTradingState(state: TradingState, by: string, reason: string): void {
    const { log, events } = this.#options;
    this.permissions.tradingState = state;
    this.permissions.tradingStateReason = state === 'active' ? '' : reason.slice(0, 256);
    this.#signer
      ?.tell('setTradingState', { state })
      .catch((error: unknown) => log.error({ error: String(error) }, 'the signer did not take the trading state'));
    this.#engine.post('setTradingState', { state, by, reason: reason.slice(0, 256) });
    this.#keepTradingState();
    log.info({ state, by, reason }, 'trading state');
    events.onChanged();
  }

  /** Of the capital that the epoch began with: what came or went since, only the engine knows, and it says so with each request. */
  #signerLimits({ chain }: Epoch): SignerLimits {
    const { singleTrade, strategyExposure, flashNotional } = this.limits.values;
    const share = (millionths: number): Wei => wei(mulDivDown(openingWei, BigInt(millionths), 1_000_000n));
    return {
      capital: openingWei,
      singleTrade: share(singleTrade),
      atOnce: share(strategyExposure),
      flashNotional: share(flashNotional),
      wrappedNative: chain.wrappedNative,
    };
  }

  /** A full disk halts trading and takes no note of it: the note is made as soon as there is room, or the next start would trade. */
  #keepTradingState(): void {
    const { settings, log, timers } = this.#options;
    const { tradingState, tradingStateReason } = this.permissions;
    this.#callOffKeeping();
    this.#callOffKeeping = () => undefined;
    try {
      settings.setTradingState(tradingState, tradingStateReason);
    } catch (error) {
      log.error({ error: String(error) }, 'the trading state could not be kept on disk; it is tried again');
      this.#callOffKeeping = timers.after(keepAgainMs, () => this.#keepTradingState());
    }
  }

  /** The limits in force, and who changed them. */
  get limits(): LimitSet {
    return this.#options.settings.current.limits;
  }

  /** @throws ExpectedError LIMIT_OUT_OF_BOUNDS, LIMITS_CONTRADICT */
  requireLimits(edits: readonly LimitEdit[]): void {
    changeLimits(this.limits, edits, '', epochMs(0));
  }

  /**
   * Sets limits: on disk first, then told to the engine, which has them journaled before it holds a trade against them.
   * @throws ExpectedError LIMIT_OUT_OF_BOUNDS, LIMITS_CONTRADICT
   */
  async changeLimits(edits: readonly LimitEdit[], by: string): Promise<LimitSet> {
    const { settings, nowMs, log, events } = this.#options;
    const limits = changeLimits(this.limits, edits, by, epochMs(nowMs()));
    if (limits === this.limits) return limits;
    settings.setLimits(limits);
    log.info({ by, version: limits.version, edits }, 'limits');
    const epoch = this.#epoch.current;
    if (epoch !== null) await this.#signer?.tell('setLimits', this.#signerLimits(epoch));
    await this.#engine.call('setLimits', { limits: limitsToSend(limits) });
    events.onChanged();
    return limits;
  }

  /** Gives the engine what holdings may lose in a day. @throws ExpectedError when it does not answer */
  async setValueAtRisk(figures: ValueAtRiskFigures): Promise<void> {
    await this.#engine.call('setValueAtRisk', figures);
  }

  /** Off, watch or approve: takes back what automate was allowed. */
  async setStrategyMode(strategy: StrategyId, mode: Exclude<StrategyMode, 'automate'>, by = 'person'): Promise<void> {
    const setBy = { by, atMs: epochMs(this.#options.nowMs()) };
    this.#options.settings.setMode(strategy, mode, setBy);
    for (const { id } of this.permissions.revokeGrants(strategy)) await this.#signer?.tell('revokeGrant', { id });
    await this.#engine.call('setStrategyMode', { strategy, mode, grant: null, setBy });
    this.#options.events.onChanged();
  }

  /** Lets a strategy act by itself, for a budget and a time. Called for what a person confirmed, or the launcher granted. */
  async grant(strategy: StrategyId, budget: Wei, durationMs: number, by: string): Promise<Grant> {
    const { chain } = await this.#epoch.wait(30_000);
    const nowMs = this.#options.nowMs();
    const grant: Grant = {
      id: `grant-${randomBytes(8).toString('hex')}`,
      strategy,
      chainId: chain.chainId,
      budget,
      expiresAtMs: epochMs(nowMs + durationMs),
      submissions: [...submissionKinds],
      grantedBy: by,
      grantedAtMs: epochMs(nowMs),
    };
    for (const { id } of this.permissions.revokeGrants(strategy)) await this.#signer?.tell('revokeGrant', { id });
    this.permissions.addGrant(grant);
    await this.#signer?.tell('addGrant', grant);
    const setBy = { by, atMs: grant.grantedAtMs };
    this.#options.settings.setMode(strategy, 'automate', setBy);
    await this.#engine.call('setStrategyMode', { strategy, mode: 'automate', grant, setBy });
    this.#options.events.onChanged();
    return grant;
  }

  /** Passes a person's approval to the signer, then tells the engine to go on with the ticket. */
  async approve(ticketId: string, approval: Approval): Promise<void> {
    this.permissions.addApproval(approval);
    await this.#signer?.tell('addApproval', approval);
    await this.#engine.call('approveTicket', { ticketId, approvalId: approval.id });
  }

  async reject(ticketId: string, because: RejectReason | null = null): Promise<void> {
    await this.#engine.call('rejectTicket', { ticketId, ...(because === null ? {} : { because }) });
  }

  /** What it is then made of comes as a ticket like any other, through the approve view. */
  async reviseTicket(revision: TicketRevisionRequest): Promise<void> {
    await this.#engine.call('reviseTicket', revision);
  }

  /** Gives a running engine other rules; one that starts is given them with its start. */
  setAlertRules(rules: readonly WatchedRule[]): void {
    this.#engine.post('setAlertRules', { rules: [...rules] });
  }

  /** Opens nothing new and gives what is under way its time. @throws ExpectedError when the engine does not answer */
  async finish(graceMs: number): Promise<void> {
    await this.#engine.call('finish', { graceMs }, graceMs + 20_000);
  }

  /** Ends the run: the engine finishes what is under way, then everything else stops. The summary, or why there is none. */
  async stop(graceMs: number): Promise<Result<RunSummary>> {
    this.#history.stop();
    this.#disk.stop();
    const summary = await this.#summary(graceMs);
    await this.#engine.supervisor.stop();
    await Promise.all([this.#signer?.supervisor.stop(), this.#devnet?.stop()]);
    this.#callOffKeeping();
    return summary;
  }

  async #summary(graceMs: number): Promise<Result<RunSummary>> {
    if (!this.#started)
      return failure('RUN_NOT_STARTED', 'the run ended before the engine was started', 'Start it again.');
    try {
      return success(await this.#engine.stop(graceMs));
    } catch (error) {
      return failureFrom(error);
    }
  }

  async #beginBorrowed(): Promise<void> {
    const { borrowed } = this.#options;
    if (borrowed !== undefined) await this.#beginEpoch(borrowed);
  }

  /** A chain that answers is a new epoch: a wallet with ether, an executor, a signer for both, and an engine that starts. */
  async #beginEpoch(devnet: RunningDevnet): Promise<void> {
    const { ready, provision } = devnet;
    this.#running = devnet;
    const { nowMs, vault, log, events } = this.#options;
    const startedAtMs = nowMs();
    const stamp = new Date(startedAtMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const { mode } = this.#options;
    const id = `${mode.toLowerCase()}-${stamp}-${randomBytes(3).toString('hex')}`;
    const wallet = parseAddress(computeAddress(await vault.unseal(id, 'wallet')));
    const executor = await provision(wallet, openingWei);
    const epoch: Epoch = {
      id,
      mode,
      chain: { ...ready.chain, executor },
      wallet,
      startedAtMs: epochMs(startedAtMs),
    };
    const isFirst = this.#epoch.current === null;
    this.permissions.forgetApprovals();
    this.#epoch.set(epoch);
    log.info({ epoch: id, wallet, executor, chainId: epoch.chain.chainId }, 'epoch');
    if (!isFirst) this.#engine.supervisor.replace();
    await this.#signer?.setEpoch(epoch);
    events.onChanged();
  }

  /** Halts while the journal still has room to say so; a person who resumes too early is stopped again. */
  #onDisk(state: DiskState, isNew: boolean): void {
    const { log, events } = this.#options;
    const { level, text } = state;
    if (isNew) {
      log[level === 'enough' ? 'info' : 'warn']({ freeBytes: state.freeBytes, level }, text);
      if (level !== 'enough') {
        if (this.#warnings.length < mostWarnings) this.#warnings.push(text);
        events.onWarning(text);
      }
    }
    if (level === 'spent' && this.permissions.tradingState !== 'halted') this.halt('disk', text);
  }

  #givenUp(name: ProcessName, error: ExpectedError): void {
    this.#options.log.fatal({ process: name, error: error.message }, 'a process keeps dying');
    this.halt('supervisor', error.message);
    this.#options.events.onFailed(error);
  }
}
