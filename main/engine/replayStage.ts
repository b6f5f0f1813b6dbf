import type { Detector } from '../../app/detect/detector.ts';
import type { Clock } from '../../app/domain/clock.ts';
import { BugError } from '../../app/domain/errors.ts';
import type { Epoch } from '../../app/domain/run.ts';
import { copyKernel, teachDetector } from '../../app/engine/copyKernel.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import { newKernel } from '../../app/engine/newKernel.ts';
import { PanelTables } from '../../app/engine/panelTables.ts';
import type { JournaledInput } from '../../app/store/records.ts';
import { ReplayClock } from './replayClock.ts';
import { type RecordPlace, recordStart } from './replayRecord.ts';

const absentDetector = new Proxy({} as Detector, {
  get: () => {
    throw new BugError('a stage that is kept detects nothing');
  },
});

/** The engine at one place of a recording: what it knows and what windows show of it. */
export class ReplayStage {
  readonly kernel: KernelState;
  readonly tables: PanelTables;
  readonly clock: ReplayClock;
  readonly #newDetector: () => Detector;
  /** Of the record, as of the last input applied. */
  place: RecordPlace = recordStart;
  /** Of the last input applied, in the journal; 0 before the first. */
  lastSeq = 0;
  lastAtMs: number;
  /** Of all that came, whatever a reorg took back. */
  highestBlock = -1;

  private constructor(
    kernel: KernelState,
    tables: PanelTables,
    clock: ReplayClock,
    newDetector: () => Detector,
    lastAtMs: number,
  ) {
    this.kernel = kernel;
    this.tables = tables;
    this.clock = clock;
    this.#newDetector = newDetector;
    this.lastAtMs = lastAtMs;
  }

  /** Before the first input. */
  static first(epoch: Epoch, newDetector: () => Detector, machineClock: Clock): ReplayStage {
    const clock = new ReplayClock(machineClock);
    const kernel = newKernel({ ...epoch, mode: 'REPLAY' }, newDetector(), () => clock.monotonicNs(), null);
    return new ReplayStage(kernel, new PanelTables(kernel), clock, newDetector, epoch.startedAtMs);
  }

  /** The same, to go on from later: it has no detector, which is the largest part. */
  kept(): ReplayStage {
    return this.#copy(absentDetector);
  }

  /** The same, which goes its own way from here. */
  resumed(): ReplayStage {
    const stage = this.#copy(this.#newDetector());
    teachDetector(stage.kernel);
    return stage;
  }

  #copy(detector: Detector): ReplayStage {
    const clock = this.clock.copy();
    const kernel = copyKernel(this.kernel, detector, () => clock.monotonicNs());
    const copy = new ReplayStage(kernel, this.tables.copy(kernel), clock, this.#newDetector, this.lastAtMs);
    copy.place = this.place;
    copy.lastSeq = this.lastSeq;
    copy.highestBlock = this.highestBlock;
    return copy;
  }

  /** Notes that an input was applied. */
  applied({ seq, input }: JournaledInput, place: RecordPlace): void {
    this.place = place;
    this.lastSeq = seq;
    this.lastAtMs = input.atMs;
    this.highestBlock = Math.max(this.highestBlock, this.kernel.head?.number ?? -1);
  }
}
