import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { readFileIfPresent, writeFileAtomically } from '../atomicFile.ts';

export interface KeptFileOptions<Value> {
  /** `name.json` in the folder; `name.last.json` is its last good copy. */
  readonly name: string;
  /** What a text says, mended, and what was mended in words; null where it is no such file. */
  readonly read: (text: string) => { readonly value: Value; readonly notices: readonly string[] } | null;
  readonly fresh: Value;
  /** For whoever is told that it could not be read: "The saved layout". */
  readonly what: string;
  /** And that nothing was left: "The workspaces begin anew." */
  readonly begins: string;
}

/**
 * A document of the data folder, versioned and mended on load. A text that cannot be read is set aside as `name.unreadable.json` and the
 * copy of the last one that could be takes its place, else a fresh one: it is never a reason not to start.
 */
export class KeptFile<Value> {
  readonly #path: string;
  readonly #lastGood: string;
  #current: Value;
  #notices: readonly string[];
  #isNew: boolean;

  constructor(root: string, { name, read, fresh, what, begins }: KeptFileOptions<Value>) {
    this.#path = join(root, `${name}.json`);
    this.#lastGood = join(root, `${name}.last.json`);
    const aside = join(root, `${name}.unreadable.json`);
    const text = readFileIfPresent(this.#path);
    const own = text === null ? null : read(text);
    this.#isNew = text === null;
    this.#current = own?.value ?? fresh;
    this.#notices = own?.notices ?? [];
    if (text === null || own !== null) return;
    renameSync(this.#path, aside);
    const kept = readFileIfPresent(this.#lastGood);
    const last = kept === null ? null : read(kept);
    const told = `${what} could not be read (it is kept as ${aside}).`;
    this.#current = last?.value ?? fresh;
    this.#notices = last === null ? [`${told} ${begins}`] : [`${told} The last good one is shown.`, ...last.notices];
  }

  get current(): Value {
    return this.#current;
  }

  /** Nothing was kept yet. */
  get isNew(): boolean {
    return this.#isNew;
  }

  /** What was mended at the start, in words; once. */
  takeNotices(): string[] {
    const taken = [...this.#notices];
    this.#notices = [];
    return taken;
  }

  /** As it was read, in the words of this version. On disk when it returns. */
  rewrite(): void {
    this.#put(this.#current);
  }

  /** On disk when it returns. */
  write(next: Value): void {
    if (textOf(next) !== textOf(this.#current)) this.#put(next);
  }

  #put(next: Value): void {
    const text = textOf(next);
    writeFileAtomically(this.#path, text);
    writeFileAtomically(this.#lastGood, text);
    this.#current = next;
    this.#isNew = false;
  }
}

function textOf(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
