interface Version<T> {
  readonly at: number;
  readonly value: T | null;
}

/**
 * Values by name as they were at every moment. Moments are numbered from 1; each is written once and whole before the next,
 * and what was written for it stays true, so that one can look back and forth.
 */
export class Versions<T> {
  readonly #versions = new Map<string, Version<T>[]>();

  /** As it was when all up to that moment had come; undefined where there was none. */
  get(name: string, at: number): T | undefined {
    return this.#versions.get(name)?.findLast((version) => version.at <= at)?.value ?? undefined;
  }

  /** All that was there at that moment, in the order in which the names came. */
  *entries(at: number): IterableIterator<readonly [string, T]> {
    for (const name of this.#versions.keys()) {
      const value = this.get(name, at);
      if (value !== undefined) yield [name, value];
    }
  }

  /** @param value null: it is gone */
  set(name: string, value: T | null, at: number): void {
    const versions = this.#versions.get(name) ?? [];
    this.#versions.set(name, versions);
    if (versions.at(-1)?.at === at) versions.pop();
    versions.push({ at, value });
  }
}
