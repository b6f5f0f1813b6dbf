import type { BlockHead } from '../domain/block.ts';
import type { MarketInput } from '../domain/engineInput.ts';

/** Blocks that are kept: an hour of a chain with blocks of twelve seconds. */
export const keptHeads = 300;

/** The newest blocks of the canonical chain, oldest first. Where blocks were missed there is a gap in their numbers. */
export class HeadLine {
  #heads: readonly BlockHead[] = [];

  get heads(): readonly BlockHead[] {
    return this.#heads;
  }

  apply(input: Extract<MarketInput, { kind: 'block' | 'rollback' | 'snapshot' }>): void {
    if (input.kind === 'rollback') this.#keepUpTo(input.to.number);
    else {
      this.#keepUpTo(input.head.number - 1);
      this.#heads = [...this.#heads, input.head].slice(-keptHeads);
    }
  }

  copy(): HeadLine {
    const copy = new HeadLine();
    copy.#heads = this.#heads;
    return copy;
  }

  #keepUpTo(number: number): void {
    if ((this.#heads.at(-1)?.number ?? 0) > number) this.#heads = this.#heads.filter((head) => head.number <= number);
  }
}
