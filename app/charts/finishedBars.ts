import { type Bar, BarChunk, barsPerChunk } from './barChunk.ts';

/** Bars of one pool and interval that are kept at most: what is older is forgotten, a chunk at a time. */
export const mostFinishedBars = 2_048;
const mostChunks = mostFinishedBars / barsPerChunk;

/** Finished bars in order of time. Full chunks never change and are shared by copies. */
export class FinishedBars {
  #chunks: BarChunk[] = [];
  #forgotten = false;

  /** Whether there were bars before the first of these. */
  get forgotten(): boolean {
    return this.#forgotten;
  }

  push(bar: Bar): void {
    let last = this.#chunks.at(-1);
    if (last === undefined || last.isFull) {
      last = new BarChunk();
      this.#chunks.push(last);
      if (this.#chunks.length > mostChunks) {
        this.#chunks.shift();
        this.#forgotten = true;
      }
    }
    last.push(bar);
  }

  /** The newest `count` of those that open before a time, in order, and whether there are others before them. */
  before(beforeMs: number, count: number): { readonly bars: readonly Bar[]; readonly earlier: boolean } {
    const bars: Bar[] = [];
    for (let place = this.#chunks.length - 1; place >= 0; place -= 1) {
      const chunk = this.#chunks[place];
      if (chunk === undefined || chunk.openTimeMs(0) >= beforeMs) continue;
      for (let index = chunk.length - 1; index >= 0; index -= 1) {
        if (chunk.openTimeMs(index) >= beforeMs) continue;
        if (bars.length === count) return { bars: bars.reverse(), earlier: true };
        bars.push(chunk.at(index));
      }
    }
    return { bars: bars.reverse(), earlier: false };
  }

  /** Those that open at a time or later, in order. */
  from(openTimeMs: number): readonly Bar[] {
    const bars: Bar[] = [];
    for (const chunk of this.#chunks) {
      if (chunk.openTimeMs(chunk.length - 1) < openTimeMs) continue;
      for (let index = 0; index < chunk.length; index += 1)
        if (chunk.openTimeMs(index) >= openTimeMs) bars.push(chunk.at(index));
    }
    return bars;
  }

  /** When the newest of them opens; null where there is none. */
  get lastOpenTimeMs(): number | null {
    const last = this.#chunks.at(-1);
    return last === undefined ? null : last.openTimeMs(last.length - 1);
  }

  copy(): FinishedBars {
    const copy = new FinishedBars();
    copy.#chunks = this.#chunks.map((chunk) => (chunk.isFull ? chunk : chunk.copy()));
    copy.#forgotten = this.#forgotten;
    return copy;
  }
}
