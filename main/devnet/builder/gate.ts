/** Longer than any ordinary read: block production waits no longer for one that hangs. */
const longestWaitMs = 100;

/**
 * Lets reads of the newest block pass together, and keeps them out while a block is made: anvil answers a read at its newest
 * block with the state of the next one while it is mining that. A writer goes before the readers that come after it; there is
 * one at a time, because the builder works off one queue.
 */
export class Gate {
  #reading = 0;
  #writing = false;
  #lateReads = 0;
  readonly #waiting: (() => void)[] = [];
  #lastReaderLeft: (() => void) | null = null;

  /** Reads that were still under way when a writer could wait no longer. */
  get lateReads(): number {
    return this.#lateReads;
  }

  async read<T>(work: () => Promise<T>): Promise<T> {
    while (this.#writing) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#reading += 1;
    try {
      return await work();
    } finally {
      this.#reading -= 1;
      if (this.#reading === 0) this.#lastReaderLeft?.();
    }
  }

  async write<T>(work: () => Promise<T>): Promise<T> {
    this.#writing = true;
    try {
      if (this.#reading > 0) await this.#readersLeave();
      return await work();
    } finally {
      this.#writing = false;
      for (const wake of this.#waiting.splice(0)) wake();
    }
  }

  #readersLeave(): Promise<void> {
    return new Promise((resolve) => {
      const leave = (): void => {
        clearTimeout(timer);
        this.#lastReaderLeft = null;
        resolve();
      };
      const timer = setTimeout(() => {
        this.#lateReads += this.#reading;
        leave();
      }, longestWaitMs);
      this.#lastReaderLeft = leave;
    });
  }
}
