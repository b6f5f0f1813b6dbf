interface Version<T> {
  readonly at: number;
  readonly value: T | null;
}

/** Values by name as they were at every moment: what came after a moment can be taken back. */
export class Versions<T> {
  readonly #versions = new Map<string, Version<T>[]>();

  get(name: string): T | undefined {
    return this.#versions.get(name)?.at(-1)?.value ?? undefined;
  }

  /** In the order in which the names came. */
  *entries(): IterableIterator<readonly [string, T]> {
    for (const [name, versions] of this.#versions) {
      const value = versions.at(-1)?.value ?? null;
      if (value !== null) yield [name, value];
    }
  }

  /** @param value null: it is gone */
  set(name: string, value: T | null, at: number): void {
    const versions = this.#versions.get(name) ?? [];
    this.#versions.set(name, versions);
    if (versions.at(-1)?.at === at) versions.pop();
    versions.push({ at, value });
  }

  /** As they were when all up to that moment had come. */
  goBack(at: number): void {
    for (const [name, versions] of this.#versions) {
      while ((versions.at(-1)?.at ?? 0) > at) versions.pop();
      if (versions.length === 0) this.#versions.delete(name);
    }
  }
}
