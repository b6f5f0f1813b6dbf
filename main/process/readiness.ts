import { ExpectedError } from '../../app/domain/errors.ts';

/** A value that is there at times, such as the connection to a process that may be restarting; others wait for it. */
export class Readiness<T> {
  readonly #what: string;
  #current: T | null = null;
  #failed: ExpectedError | null = null;
  readonly #waiting = new Set<{ resolve: (value: T) => void; reject: (error: ExpectedError) => void }>();

  /** @param what names it in an error, such as "the engine" */
  constructor(what: string) {
    this.#what = what;
  }

  get current(): T | null {
    return this.#current;
  }

  set(value: T): void {
    this.#current = value;
    for (const { resolve } of [...this.#waiting]) resolve(value);
    this.#waiting.clear();
  }

  clear(): void {
    this.#current = null;
  }

  /** It will never be there again. */
  fail(error: ExpectedError): void {
    this.#failed = error;
    for (const { reject } of [...this.#waiting]) reject(error);
    this.#waiting.clear();
  }

  /** The value now, or as soon as it is there. @throws ExpectedError PROCESS_NOT_READY, or what it failed with */
  async wait(timeoutMs: number): Promise<T> {
    if (this.#failed !== null) throw this.#failed;
    if (this.#current !== null) return this.#current;
    let callOff: () => void = () => undefined;
    try {
      return await new Promise<T>((resolve, reject) => {
        const waiter = { resolve, reject };
        this.#waiting.add(waiter);
        const timer = setTimeout(() => reject(this.#late(timeoutMs)), timeoutMs);
        callOff = () => {
          clearTimeout(timer);
          this.#waiting.delete(waiter);
        };
      });
    } finally {
      callOff();
    }
  }

  #late(timeoutMs: number): ExpectedError {
    return new ExpectedError('PROCESS_NOT_READY', `${this.#what} was not ready within ${Math.round(timeoutMs)} ms`, {
      advice: 'It is being restarted; try again in a moment.',
    });
  }
}
