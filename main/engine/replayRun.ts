import type { ReplayRow } from '../../app/contract/panelStream.ts';
import type { ReplayAction, ReplaySpeed } from '../../app/contract/replay.ts';
import type { RunSummary } from '../../app/contract/summary.ts';
import type { Detector } from '../../app/detect/detector.ts';
import { type Clock, epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import type { PanelTables } from '../../app/engine/panelTables.ts';
import { summaryOf } from '../../app/engine/summary.ts';
import type { JournalDecision, JournaledInput } from '../../app/store/records.ts';
import type { Timers } from '../process/timers.ts';
import { EngineRun } from './engineRun.ts';
import type { EngineBooks } from './epochReport.ts';
import { GuardedCommits } from './guardedCommits.ts';
import type { Recording } from './openRecording.ts';
import { program } from './program.ts';
import { RecordedDecisions } from './recordedDecisions.ts';
import { ReplayCheckpoints } from './replayCheckpoints.ts';
import { differenceText } from './replayDifference.ts';
import { ReplayPace } from './replayPace.ts';
import { ReplayRecord } from './replayRecord.ts';
import { ReplayStage } from './replayStage.ts';

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

/**
 * Feeds a recording's inputs to the engine, at the pace they were recorded in or a multiple of it. The engine is the one
 * of a live run, but what it wants done stays undone: the answers are in the recording. Decisions come from the inputs
 * alone; those that were recorded are not read.
 */
export class ReplayRun {
  readonly #options: ReplayOptions;
  readonly #record: ReplayRecord;
  readonly #recorded: RecordedDecisions;
  readonly #checkpoints = new ReplayCheckpoints();
  readonly #pace: ReplayPace;
  #stage: ReplayStage;
  #run: EngineRun;
  #inputs: IterableIterator<JournaledInput>;
  /** The input to apply next; null behind the last. */
  #next: JournaledInput | null = null;
  /** The place of the one that is being applied, in the journal. */
  #applying = 0;
  #paused = false;
  /** While it is set, inputs are applied without a pause until it holds and the next input is a block's. */
  #goal: ((kernel: KernelState) => boolean) | null = null;
  #callOff: () => void = () => undefined;
  #ended = false;
  #problem = '';
  #elapsedMs = 0;

  constructor(options: ReplayOptions) {
    this.#options = options;
    const { journal, recorded } = options.recording;
    this.#pace = new ReplayPace(options.speed, () => options.timers.nowMs());
    this.#recorded = new RecordedDecisions(journal, recorded.epoch.id);
    this.#record = new ReplayRecord((decisions, texts) => this.#compareDecisions(decisions, texts));
    this.#stage = this.#firstStage();
    this.#run = this.#runOn(this.#stage);
    this.#inputs = journal.inputs(recorded.epoch.id);
  }

  get tables(): PanelTables {
    return this.#stage.tables;
  }

  get kernel(): KernelState {
    return this.#stage.kernel;
  }

  books(): EngineBooks {
    // A replay that goes on meanwhile must not change what is being read.
    const orders = this.#record.orderPages();
    return { kernel: this.kernel, orders: () => orders, ordersForgotten: 0, close: () => undefined };
  }

  begin(): void {
    this.#guarded(() => this.#advance());
    this.#schedule(0);
  }

  act(action: ReplayAction): void {
    this.#pace.stand(this.#next?.input.atMs ?? Number.POSITIVE_INFINITY);
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
    const { kernel, lastAtMs } = this.#stage;
    const summary = summaryOf(kernel, {
      durationS: Math.max(0, lastAtMs - kernel.epoch.startedAtMs) / 1000,
      restarts: this.#options.restarts,
      decisionHash: this.#record.decisionHash,
    });
    return {
      ...summary,
      replayed: {
        inputs: this.#record.inputs,
        elapsedS: Math.round(this.#elapsedMs) / 1000,
        recordedBy: [...this.#options.recording.recorded.recordedBy],
        firstDifference: this.#recorded.difference,
      },
      errors: [...summary.errors, ...(this.#problem === '' ? [] : [this.#problem])],
    };
  }

  stop(): void {
    this.#callOff();
    this.#ended = true;
    this.#run.stop();
    this.#options.recording.journal.close();
  }

  #firstStage(): ReplayStage {
    const { recording, newDetector, clock } = this.#options;
    return ReplayStage.first(recording.recorded.epoch, newDetector, clock);
  }

  #runOn({ kernel, tables }: ReplayStage): EngineRun {
    // A replay's record is in memory: it takes everything.
    const commits = new GuardedCommits({ onFailed: () => undefined, onMended: () => undefined }, () => 0);
    return new EngineRun(kernel, this.#record, tables, () => undefined, commits);
  }

  /** Back, or ahead over what was played before: from the last place that was kept before that block. */
  #jump(blockNumber: number): void {
    const checkpoint = this.#checkpoints.before(blockNumber);
    const isBehind = blockNumber < (this.kernel.head?.number ?? 0) || this.#ended;
    const isShorter = checkpoint !== null && checkpoint.stage.place.inputs > this.#record.inputs;
    if (isBehind || isShorter) this.#goTo(checkpoint?.stage.resumed() ?? this.#firstStage(), checkpoint?.workMs ?? 0);
    this.#goal = (kernel) => (kernel.head?.number ?? -1) >= blockNumber;
  }

  #goTo(stage: ReplayStage, workMs: number): void {
    const { recording, onRewound } = this.#options;
    this.#run.stop();
    this.#stage = stage;
    this.#record.goTo(stage.place);
    this.#run = this.#runOn(stage);
    this.#inputs = recording.journal.inputs(recording.recorded.epoch.id, stage.lastSeq);
    this.#ended = false;
    this.#problem = '';
    this.#elapsedMs = workMs;
    onRewound(stage.tables);
    this.#guarded(() => {
      this.#recorded.goTo(stage.lastSeq);
      this.#advance();
    });
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
    if (this.#next !== null) this.#checkpoints.offer(this.#stage, this.#elapsedMs);
    if (this.kernel.counters.blocks !== blocks) onBlock(this.kernel);
    if (this.#next === null && !this.#ended) this.#end();
    else if (delayMs !== null) this.#schedule(delayMs);
    this.#show();
  }

  /** How long until more is due; null where nothing is before somebody asks. */
  #applyDue(untilMs: number): number | null {
    const { timers } = this.#options;
    for (let next = this.#next; next !== null; next = this.#next) {
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

  #apply(next: JournaledInput): void {
    const { seq, input } = next;
    this.#applying = seq;
    try {
      this.#stage.clock.enter(input);
      this.#run.push(input);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      throw new Error(`input ${seq} (${String(input.kind).slice(0, 32)}) cannot be applied: ${said}`);
    }
    this.#stage.applied(next, this.#record.place);
    this.#advance();
  }

  #compareDecisions(decisions: readonly JournalDecision[], texts: readonly string[]): void {
    const place = { input: this.#applying, block: this.kernel.head?.number ?? 0 };
    this.#recorded.compare(place, decisions, texts);
  }

  #advance(): void {
    const { value, done } = this.#inputs.next();
    this.#next = done === true ? null : value;
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
      this.#next = null;
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
    if (this.#next !== null) return this.#schedule(0);
    this.#ended = true;
    this.#goal = null;
    this.#options.onEnded(this.#record.inputs, this.#elapsedMs);
  }

  /** The decisions were recorded too, by their hash. Where somebody still writes the file there may be more inputs by now: they come first. */
  #compare(): void {
    const { journal, recorded } = this.#options.recording;
    const { id } = recorded.epoch;
    const newest = journal.epochs().find(({ epoch }) => epoch.id === id) ?? recorded;
    this.#inputs = journal.inputs(id, this.#stage.lastSeq);
    this.#advance();
    if (this.#next !== null) return;
    if (newest.recordsForgotten > 0) this.#problem = 'some of its inputs were forgotten while it was replayed';
    else if (newest.decisionHash !== this.#record.decisionHash) this.#problem = this.#differing(newest.decisionHash);
  }

  #differing(recordedHash: string | null): string {
    const { recordedBy } = this.#options.recording.recorded;
    const found = { recordedHash, hash: this.#record.decisionHash, first: this.#recorded.difference };
    return differenceText(found, recordedBy, program);
  }

  #show(): void {
    const { tables, kernel, lastAtMs } = this.#stage;
    const { first, last } = this.#options.recording.blocks;
    // What differs is said where it is met, not only at the end.
    const differs = this.#recorded.difference === null ? '' : this.#differing(null);
    tables.showReplay({
      id: 'replay',
      state: this.#state(),
      speed: this.#pace.speed,
      firstBlock: first,
      lastBlock: last,
      blockNumber: kernel.head?.number ?? first,
      atMs: epochMs(lastAtMs),
      inputs: this.#record.inputs,
      problem: this.#problem === '' ? differs : this.#problem,
    });
  }

  #state(): ReplayRow['state'] {
    if (this.#ended) return 'ended';
    if (this.#goal !== null) return 'seeking';
    return this.#paused ? 'paused' : 'running';
  }
}
