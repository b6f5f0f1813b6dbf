import { SwapReader } from '../blocks/swapReader.ts';
import type { MarketInput } from '../domain/engineInput.ts';
import type { Address, Hash } from '../domain/hex.ts';

/** Swaps that are kept of a pool, and pools that are kept: those of the pool that was not traded for longest go first. */
export const keptSwaps = 200;
const keptPools = 256;

export interface TapedSwap {
  readonly blockNumber: number;
  /** The block's time, in milliseconds since 1970. */
  readonly atMs: number;
  /** Its place in the block. */
  readonly logIndex: number;
  readonly transactionHash: Hash;
  /** Whether token0 was bought. */
  readonly buys: boolean;
  /** What changed hands, both positive, in smallest units. */
  readonly amount0: bigint;
  readonly amount1: bigint;
}

/** The newest swaps of each pool as the engine is told of them; a reorg takes back those of its blocks. */
export class SwapTape {
  #pools = new Map<Address, readonly TapedSwap[]>();
  #sinceBlock: number | null = null;

  /** The first block whose swaps are in it. */
  get sinceBlock(): number | null {
    return this.#sinceBlock;
  }

  /** Oldest first. */
  swapsOf(pool: Address): readonly TapedSwap[] {
    return this.#pools.get(pool) ?? [];
  }

  apply(input: Extract<MarketInput, { kind: 'block' | 'rollback' | 'snapshot' }>): void {
    if (input.kind === 'block') this.#block(input);
    else this.#takeBack(input.kind === 'rollback' ? input.to.number : input.head.number);
  }

  copy(): SwapTape {
    const copy = new SwapTape();
    copy.#pools = new Map(this.#pools);
    copy.#sinceBlock = this.#sinceBlock;
    return copy;
  }

  #block({ head, events }: Extract<MarketInput, { kind: 'block' }>): void {
    this.#sinceBlock ??= head.number;
    const reader = new SwapReader();
    const swaps = events.flatMap((event) => {
      const swap = reader.read(event);
      return swap === null ? [] : [{ ...swap, event }];
    });
    const made = new Map<Address, TapedSwap[]>();
    for (const { pool, amounts, event } of swaps) {
      if (amounts === null) continue;
      const [amount0, amount1] = amounts;
      const buys = amount0 < 0n;
      const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);
      const { logIndex, transactionHash } = event;
      const place = { blockNumber: head.number, atMs: head.timestampS * 1000, logIndex, transactionHash };
      const known = made.get(pool);
      const taped = { ...place, buys, amount0: size(amount0), amount1: size(amount1) };
      if (known === undefined) made.set(pool, [taped]);
      else known.push(taped);
    }
    for (const [pool, taped] of made) this.#add(pool, taped);
  }

  #add(pool: Address, taped: readonly TapedSwap[]): void {
    const all = [...this.swapsOf(pool), ...taped].slice(-keptSwaps);
    this.#pools.delete(pool);
    this.#pools.set(pool, all);
    if (this.#pools.size <= keptPools) return;
    const [idle] = this.#pools.keys();
    if (idle !== undefined) this.#pools.delete(idle);
  }

  /** Swaps above a block are not in the chain any more. A snapshot's own block brings its swaps, if any, not again. */
  #takeBack(number: number): void {
    for (const [pool, taped] of this.#pools) {
      if ((taped.at(-1)?.blockNumber ?? 0) <= number) continue;
      this.#pools.set(
        pool,
        taped.filter(({ blockNumber }) => blockNumber <= number),
      );
    }
  }
}
