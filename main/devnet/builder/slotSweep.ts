import type { MinedBlock } from './nodeChain.ts';
import type { NodeTidying } from './nodeTidying.ts';

/** Does something between two blocks, with the node's pool empty and nobody reading. */
type AtRest = (work: (head: MinedBlock) => Promise<void>) => Promise<void>;

/**
 * Rids the node's state of empty slots without holding up blocks. The long part, in which the node writes its state down, goes on beside
 * block production: until it is done blocks have no transactions, so the state that was read still is the newest when it is put back.
 */
export class SlotSweep {
  readonly #tidying: Pick<NodeTidying, 'readSlots' | 'forgetSlots'>;
  readonly #atRest: AtRest;
  #reading: { isStale: boolean } | null = null;
  #underWay: Promise<boolean> | null = null;

  constructor(tidying: Pick<NodeTidying, 'readSlots' | 'forgetSlots'>, atRest: AtRest) {
    this.#tidying = tidying;
    this.#atRest = atRest;
  }

  /** Whether blocks must leave the state as it is. */
  get isUnderWay(): boolean {
    return this.#underWay !== null;
  }

  /** The state was changed all the same, by a reorg or a faucet: what was read is of no use. */
  spoil(): void {
    if (this.#reading !== null) this.#reading.isStale = true;
  }

  /** To be called between two blocks. Answers, much later, whether it was not spoilt. */
  sweep(): Promise<boolean> {
    this.#underWay ??= this.#sweep().finally(() => {
      this.#underWay = null;
    });
    return this.#underWay;
  }

  async #sweep(): Promise<boolean> {
    const reading = { isStale: false };
    this.#reading = reading;
    try {
      const state = await this.#tidying.readSlots();
      await this.#atRest(async (head) => {
        if (!reading.isStale) await this.#tidying.forgetSlots(head, state);
      });
      return !reading.isStale;
    } finally {
      this.#reading = null;
    }
  }
}
