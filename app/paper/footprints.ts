import type { Address } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import type { ExecuteCall } from '../execution/executorCalldata.ts';
import { type PlanRun, runPlan, type StatesAtPlace } from './runPlan.ts';
import type { SwapPool } from './swapPools.ts';

/** A trade that landed on paper, and whose swaps the chain therefore lacks. */
export interface Footprint {
  readonly orderId: string;
  readonly blockNumber: number;
  readonly call: ExecuteCall;
  readonly flashFee: bigint;
}

interface Standing extends Footprint {
  /** The block in which somebody closed its gap; null while it is open. */
  closedIn: number | null;
}

/**
 * Those of our trades on paper that the chain still shows as untaken: their routes would pay a second time. A gap is taken once,
 * so their pools are held until somebody closes it on the chain; from then on the chain is as if the trade had been made.
 */
export class Footprints {
  readonly #swapPool: SwapPool;
  #all: Standing[] = [];

  constructor(swapPool: SwapPool) {
    this.#swapPool = swapPool;
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  /** Of the gaps that are open. */
  get pools(): readonly Address[] {
    const open = this.#all.filter(({ closedIn }) => closedIn === null);
    return [...new Set(open.flatMap(({ call }) => call.hops.map(({ pool }) => pool)))].sort();
  }

  add(footprint: Footprint): void {
    this.#all.push({ ...footprint, closedIn: null });
  }

  /** Closes those whose routes pay no more behind a block. */
  close(block: number, states: StatesAtPlace): void {
    for (const footprint of this.#all) {
      if (footprint.closedIn !== null || footprint.blockNumber > block) continue;
      if (this.#run(footprint, states).kind !== 'profit') footprint.closedIn = block;
    }
  }

  /** Nothing up to this block is asked about any more. */
  forget(block: number): void {
    this.#all = this.#all.filter(({ closedIn }) => closedIn === null || closedIn > block);
  }

  /** Pools as our trades would have left them that were standing when a block began: those that are now, where none is named. */
  moved(before: StatesAtPlace, block = Number.MAX_SAFE_INTEGER): ReadonlyMap<Address, PoolState> {
    const moved = new Map<Address, PoolState>();
    for (const footprint of this.#all) {
      const { blockNumber, closedIn } = footprint;
      if (blockNumber >= block || (closedIn !== null && closedIn < block)) continue;
      const ran = this.#run(footprint, (pool) => moved.get(pool) ?? before(pool));
      if (ran.kind === 'profit') for (const [pool, state] of ran.after) moved.set(pool, state);
    }
    return moved;
  }

  rollback(block: number): void {
    this.#all = this.#all.filter(({ blockNumber }) => blockNumber <= block);
    for (const footprint of this.#all) if ((footprint.closedIn ?? 0) > block) footprint.closedIn = null;
  }

  #run({ call, flashFee }: Footprint, states: StatesAtPlace): PlanRun {
    const terms = { ...call.terms, deadlineS: Number.MAX_SAFE_INTEGER };
    return runPlan({ ...call, terms }, states, this.#swapPool, { flashFee, timestampS: 0 });
  }
}
