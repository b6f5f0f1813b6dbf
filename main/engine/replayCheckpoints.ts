import type { ReplayStage } from './replayStage.ts';

/** Each holds maps of some ten thousand entries; what they hold is shared with the others. */
const mostKept = 24;
/** Work between two of them at first, in milliseconds. */
const firstSpacingMs = 400;

/** A stage that nobody plays on, by the work that led to it and the highest block that had come. */
interface Checkpoint {
  readonly stage: ReplayStage;
  readonly workMs: number;
}

/**
 * Stages of a replay to go back to. So many at most: when there are more, every second one goes, and later ones are twice as far
 * apart. To get anywhere costs a tenth of the whole way at most, however long that is.
 */
export class ReplayCheckpoints {
  #kept: Checkpoint[] = [];
  #spacingMs = firstSpacingMs;

  /** Keeps a copy of the stage where enough work lies behind the last one. */
  offer(stage: ReplayStage, workMs: number): void {
    if (workMs - (this.#kept.at(-1)?.workMs ?? 0) < this.#spacingMs) return;
    this.#kept.push({ stage: stage.kept(), workMs });
    if (this.#kept.length <= mostKept) return;
    this.#kept = this.#kept.filter((_, index) => index % 2 === 1);
    this.#spacingMs *= 2;
  }

  /** The last one before that block had come; null where there is none, and the way begins at the start. */
  before(blockNumber: number): Checkpoint | null {
    return this.#kept.findLast(({ stage }) => stage.highestBlock < blockNumber) ?? null;
  }
}
