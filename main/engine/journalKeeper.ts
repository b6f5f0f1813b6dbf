import type { JournalRetention } from '../../app/contract/retention.ts';
import { epochMs } from '../../app/domain/clock.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import type { Journal } from '../../app/store/journal.ts';
import type { Timers } from '../process/timers.ts';

const dayMs = 86_400_000;
/** Between two steps the engine has its turn; a step takes some milliseconds. */
const stepMs = 250;
const againMs = 60_000;

/** Carries out how long the journal keeps things: at once and then every day, a little at a time. Decides nothing. */
export class JournalKeeper {
  readonly #journal: Pick<Journal, 'forget'>;
  readonly #retention: JournalRetention;
  readonly #timers: Timers;
  readonly #nowMs: () => number;
  readonly #say: (text: string, facts: Readonly<Record<string, number>>) => void;
  #callOff: () => void = () => undefined;
  #forgotten = { records: 0, orders: 0, epochs: 0 };

  constructor(
    journal: Pick<Journal, 'forget'>,
    retention: JournalRetention,
    needs: {
      readonly timers: Timers;
      readonly nowMs: () => number;
      readonly say: (text: string, facts: Readonly<Record<string, number>>) => void;
    },
  ) {
    this.#journal = journal;
    this.#retention = retention;
    this.#timers = needs.timers;
    this.#nowMs = needs.nowMs;
    this.#say = needs.say;
  }

  start(): void {
    this.#callOff = this.#timers.after(stepMs, () => this.#step());
  }

  stop(): void {
    this.#callOff();
  }

  #step(): void {
    this.#callOff = this.#timers.after(this.#forget(), () => this.#step());
  }

  /** How long until there may be more. */
  #forget(): number {
    try {
      const step = this.#journal.forget(this.#retention, epochMs(this.#nowMs()));
      if (step === null) {
        this.#sum();
        return dayMs;
      }
      const { records, orders, epochs } = this.#forgotten;
      this.#forgotten = {
        records: records + step.records,
        orders: orders + step.orders,
        epochs: epochs + step.epochs,
      };
      return stepMs;
    } catch (error) {
      // A journal that cannot be written is seen to elsewhere; this can wait.
      if (!(error instanceof ExpectedError)) throw error;
      return againMs;
    }
  }

  #sum(): void {
    const { records, orders, epochs } = this.#forgotten;
    if (records + orders + epochs > 0)
      this.#say('journal: what is older than it is kept was forgotten', this.#forgotten);
    this.#forgotten = { records: 0, orders: 0, epochs: 0 };
  }
}
