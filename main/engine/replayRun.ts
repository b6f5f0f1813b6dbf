import type { ReplayRow } from '../../app/contract/panelStream.ts';
import type { ReplayAction, ReplaySpeed } from '../../app/contract/replay.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { Detector } from '../../app/detect/detector.ts';
import { type Clock, epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import { summaryOf } from '../../app/engine/summary.ts';
import type { ReportedOrder } from '../../app/reports/reportOrders.ts';
import type { JournaledInput } from '../../app/store/records.ts';
import type { Timers } from '../process/timers.ts';
import { EngineRun } from './engineRun.ts';
import { GuardedCommits } from './guardedCommits.ts';
import type { Recording } from './openRecording.ts';
import { ReplayClock } from './replayClock.ts';
import { ReplayPace } from './replayPace.ts';
import { ReplayRecord } from './replayRecord.ts';

/** How long inputs are applied before requests and windows get their turn. */
const sliceMs = 12;

export interface ReplayOptions {
  readonly recording: Recording;
  readonly speed: ReplaySpeed;
  readonly restarts: number;
  readonly newDetector: () => Detector;
  readonly clock: Clock;
  readonly timers: Timers;
  /** A new kernel with its tables has taken the place of the one before: windows are to be given its rows. */
  readonly onRewound: (tables: PanelTables) => void;
  /** Called after each slice in which a block came. */
  readonly onBlock: (kernel: KernelState) => void;
  readonly onEnded: (inputs: number, elapsedMs: number) => void;
}

/** What a report is made from, as it stands at one moment. */
export interface EngineBooks {
  readonly kernel: KernelState;
  readonly orders: () => Iterable<readonly ReportedOrder[]>;
  readonly ordersForgotten: number;
  close(): void;
}

/** The engine at one place of the recording. Going back makes another, from the first input on. */
interface Stage {
  readonly kernel: KernelState;
  readonly tables: PanelTables;
  readonly record: ReplayRecord;
  readonly run: EngineRun;
  readonly stageClock: ReplayClock;
  inputs: IterableIterator<JournaledInput>;
  /** The input to apply next; null behind the last. */
  next: JournaledInput | null;
  lastSeq: number;
  lastAtMs: number;
}

/**
 * Feeds a recording's inputs to the engine, at the pace they were recorded in or a multiple of it. The engine is the one
 * of a live run, but what it wants done stays undone: the answers are in the recording. Decisions come from the inputs
 * alone; those that were recorded are not read.
 */
export class ReplayRun {
  readonly #options: ReplayOptions;
  #stage: Stage;
  readonly #pace: ReplayPace;
  #paused = false;
  /** While it is set, inputs are applied without a pause until it holds and the next input is a block's. */
  #goal: ((kernel: KernelState) => boolean) | null = null;
  #callOff: () => void = () => undefined;
  #ended = false;
  #problem = '';
  #elapsedMs = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#pace = new ReplayPace(options.speed, () => options.timers.nowMs());
    this.#stage = this.#newStage();
  }

  get tables(): PanelTables {
    return this.#stage.tables;
  }

  get kernel(): KernelState {
    return this.#stage.kernel;
  }

  books(): EngineBooks {
    const { kernel, record } = this.#stage;
    // A replay that goes on meanwhile must not change what is being read.
    const orders = pagesOf(record.orders());
    return { kernel, orders: () => orders, ordersForgotten: 0, close: () => undefined };
  }

  begin(): void {
    this.#guarded(() => this.#advance());
    this.#schedule(0);
  }

  act(action: ReplayAction): void {
    this.#pace.stand(this.#stage.next?.input.atMs ?? Number.POSITIVE_INFINITY);
    switch (action.kind) {
      case 'pause':
        this.#paused = true;
        this.#goal = null;
        break;
      case 'resume':
        this.#paused = false;
        break;
      case 'setSpeed':
        this.#pace.speed = action.speed;
        break;
      case 'step': {
        const { blocks } = this.kernel.counters;
        this.#paused = true;
        this.#goal = (kernel) => kernel.counters.blocks > blocks;
        break;
      }
      case 'jump':
        this.#jump(action.blockNumber);
        break;
    }
    this.#schedule(0);
    this.#show();
  }

  summary(): RunSummary {
    const { kernel, record, lastAtMs } = this.#stage;
    const summary = summaryOf(kernel, {
      durationS: Math.max(0, lastAtMs - kernel.epoch.startedAtMs) / 1000,
      restarts: this.#options.restarts,
      decisionHash: record.decisionHash,
    });
    return {
      ...summary,
      replayed: { inputs: record.inputs, elapsedS: Math.round(this.#elapsedMs) / 1000 },
      errors: [...summary.errors, ...(this.#problem === '' ? [] : [this.#problem])],
    };
  }

  stop(): void {
    this.#callOff();
    this.#ended = true;
    this.#stage.run.stop();
    this.#options.recording.journal.close();
  }

  #newStage(): Stage {
    const { recording, newDetector, clock } = this.#options;
    const stageClock = new ReplayClock(clock);
    const { epoch } = recording.recorded;
    const kernel = newKernel({ ...epoch, mode: 'REPLAY' }, newDetector(), () => stageClock.monotonicNs(), null);
    const tables = new PanelTables(kernel);
    const record = new ReplayRecord();
    const run = new EngineRun(
      kernel,
      record,
      tables,
      () => undefined,
      // A replay's record is in memory: it takes everything.
      new GuardedCommits({ onFailed: () => undefined, onMended: () => undefined }, () => 0),
    );
    const inputs = recording.journal.inputs(epoch.id);
    return { kernel, tables, record, run, stageClock, inputs, next: null, lastSeq: 0, lastAtMs: epoch.startedAtMs };
  }

  #jump(blockNumber: number): void {
    if (blockNumber < (this.kernel.head?.number ?? 0) || this.#ended) {
      this.#stage.run.stop();
      this.#stage = this.#newStage();
      this.#ended = false;
      this.#problem = '';
      this.#elapsedMs = 0;
      this.#options.onRewound(this.#stage.tables);
      this.#guarded(() => this.#advance());
    }
    this.#goal = (kernel) => (kernel.head?.number ?? -1) >= blockNumber;
  }

  #schedule(delayMs: number): void {
    this.#callOff();
    if (!this.#ended) this.#callOff = this.#options.timers.after(delayMs, () => this.#slice());
  }

  /** Applies what is due, for a while; then gives others their turn. */
  #slice(): void {
    const { timers, onBlock } = this.#options;
    const { blocks } = this.kernel.counters;
    const fromMs = timers.nowMs();
    const delayMs = this.#applyDue(fromMs + sliceMs);
    this.#elapsedMs += timers.nowMs() - fromMs;
    if (this.kernel.counters.blocks !== blocks) onBlock(this.kernel);
    if (this.#stage.next === null && !this.#ended) this.#end();
    else if (delayMs !== null) this.#schedule(delayMs);
    this.#show();
  }

  /** How long until more is due; null where nothing is before somebody asks. */
  #applyDue(untilMs: number): number | null {
    const { timers } = this.#options;
    for (let { next } = this.#stage; next !== null; next = this.#stage.next) {
      this.#reachGoal(next.input);
      if (this.#goal === null) {
        if (this.#paused) return null;
        const waitMs = this.#pace.dueInMs(next.input.atMs);
        if (waitMs > 0) return waitMs;
      }
      if (timers.nowMs() >= untilMs) return 0;
      this.#guarded(() => this.#apply(next));
    }
    return null;
  }

  #apply({ seq, input }: JournaledInput): void {
    const stage = this.#stage;
    try {
      stage.stageClock.enter(input);
      stage.run.push(input);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`input ${seq} (${String(input.kind).slice(0, 32)}) cannot be applied: ${said}`);
    }
    stage.lastSeq = seq;
    stage.lastAtMs = input.atMs;
    this.#advance();
  }

  #advance(): void {
    const { inputs } = this.#stage;
    const { value, done } = inputs.next();
    this.#stage.next = done === true ? null : value;
  }

  /** A recording that cannot be read or applied any further ends there, and the summary says why. */
  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.#problem =
        `the replay ended early: ${said}. The file is damaged, or was recorded by another version of this program`.slice(
          0,
          512,
        );
      this.#stage.next = null;
    }
  }

  #reachGoal(next: EngineInput): void {
    if (this.#goal === null || !['block', 'rollback', 'snapshot', 'started'].includes(next.kind)) return;
    if (!this.#goal(this.kernel)) return;
    this.#goal = null;
    this.#pace.restart();
  }

  #end(): void {
    if (this.#problem === '') this.#guarded(() => this.#compare());
    if (this.#stage.next !== null) return this.#schedule(0);
    this.#ended = true;
    this.#goal = null;
    this.#options.onEnded(this.#stage.record.inputs, this.#elapsedMs);
  }

  /** The decisions were recorded too, by their hash. Where somebody still writes the file there may be more inputs by now: they come first. */
  #compare(): void {
    const stage = this.#stage;
    const { journal, recorded } = this.#options.recording;
    const { decisionHash: then } = journal.epochs().find(({ epoch }) => epoch.id === recorded.epoch.id) ?? recorded;
    stage.inputs = journal.inputs(recorded.epoch.id, stage.lastSeq);
    this.#advance();
    if (stage.next !== null) return;
    const { decisionHash: now } = stage.record;
    if (now === then) return;
    this.#problem =
      `the decisions are not those that were recorded (recorded ${then.slice(0, 16)}…, now ${now.slice(0, 16)}…): ` +
      'the file was changed, or recorded by another version of this program';
  }

  #show(): void {
    const { tables, kernel, record, lastAtMs } = this.#stage;
    const { first, last } = this.#options.recording.blocks;
    tables.showReplay({
      id: 'replay',
      state: this.#state(),
      speed: this.#pace.speed,
      firstBlock: first,
      lastBlock: last,
      blockNumber: kernel.head?.number ?? first,
      atMs: epochMs(lastAtMs),
      inputs: record.inputs,
      problem: this.#problem,
    });
  }

  #state(): ReplayRow['state'] {
    if (this.#ended) return 'ended';
    if (this.#goal !== null) return 'seeking';
    return this.#paused ? 'paused' : 'running';
  }
}

const ordersPerPage = 128;

function pagesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const pages: (readonly T[])[] = [];
  for (let from = 0; from < list.length; from += ordersPerPage) pages.push(list.slice(from, from + ordersPerPage));
  return pages;
}
