import type { BlockHead } from '../../domain/block.ts';
import { ensure } from '../../domain/errors.ts';
import type { Hash } from '../../domain/hex.ts';

/** Blocks that are remembered for finding a common ancestor. */
const remembered = 64;

/** The newest blocks that were emitted, each the parent of the next. */
export class HeadChain {
  #heads: BlockHead[] = [];

  get tip(): BlockHead | null {
    return this.#heads.at(-1) ?? null;
  }

  find(hash: Hash): BlockHead | null {
    return this.#heads.findLast((head) => head.hash === hash) ?? null;
  }

  /** Begins anew at a snapshot's block. */
  reset(head: BlockHead): void {
    this.#heads = [head];
  }

  /** @throws BugError when `head` is not the tip's child */
  push(head: BlockHead): void {
    ensure(head.parentHash === this.tip?.hash, 'block does not follow the tip', { number: head.number });
    this.#heads.push(head);
    if (this.#heads.length > remembered) this.#heads.shift();
  }

  /** Forgets what is above `ancestor`. @returns how many blocks that were */
  rollback(ancestor: BlockHead): number {
    const before = this.#heads.length;
    while (this.tip !== null && this.tip.hash !== ancestor.hash) this.#heads.pop();
    ensure(this.tip !== null, 'rollback to a block that is not in the chain', { number: ancestor.number });
    return before - this.#heads.length;
  }
}
