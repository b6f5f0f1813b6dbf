import type { PoolEvent } from '../domain/block.ts';
import type { Address } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import type { StatesAtPlace } from './runPlan.ts';
import { statesAtPlace } from './statesAtPlace.ts';

/** An order may run for so many blocks after the one it was meant for. */
const blocksKept = 2;

/**
 * Pools as they would be without what a twin has just traded: to an order that was decided before, that trade never happened. An
 * order that was decided later has seen it on the chain.
 */
export class TwinShadow {
  readonly #states = new Map<Address, { readonly block: number; readonly state: PoolState }>();

  /** A pool as an order meets it that was decided on the state of this block. */
  stateFor(knew: number, states: StatesAtPlace): StatesAtPlace {
    return (pool) => {
      const shadow = this.#states.get(pool);
      return shadow !== undefined && knew < shadow.block ? shadow.state : states(pool);
    };
  }

  /**
   * Takes a block in.
   * @param events of others than twins
   * @param twinPools pools that twins moved in it
   * @param before the states of the block before, on the chain
   */
  onBlock(number: number, events: readonly PoolEvent[], twinPools: readonly Address[], before: StatesAtPlace): void {
    const others = new Set(events.map(({ transactionHash }) => transactionHash));
    const ends = statesAtPlace(this.stateFor(-1, before), events, others);
    const moved = new Set(events.map(({ pool }) => pool));
    const states = twinPools.flatMap((pool): [Address, PoolState][] => {
      const state = ends(pool);
      return state === undefined ? [] : [[pool, state]];
    });
    for (const [pool, { block }] of this.#states)
      if (moved.has(pool) || block + blocksKept < number) this.#states.delete(pool);
    for (const [pool, state] of states) this.#states.set(pool, { block: number, state });
  }

  rollback(blockNumber: number): void {
    for (const [pool, { block }] of this.#states) if (block > blockNumber) this.#states.delete(pool);
  }
}
