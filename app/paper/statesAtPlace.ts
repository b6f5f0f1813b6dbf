import type { PoolEvent } from '../domain/block.ts';
import type { Address, Hash } from '../domain/hex.ts';
import type { PoolState } from '../domain/pool.ts';
import { draftOf } from '../market/poolDraft.ts';
import type { StatesAtPlace } from './runPlan.ts';

/**
 * The pools as they stand behind some of a block's transactions: the states before the block, moved by the events of those
 * alone. What is left out leaves no trace, but where another's event on the same pool came after it: that holds the pool's
 * whole state.
 * @param before the block, by pool
 * @param events of the block, in log order
 */
export function statesAtPlace(
  before: StatesAtPlace,
  events: readonly PoolEvent[],
  ahead: ReadonlySet<Hash>,
): StatesAtPlace {
  const byPool = new Map<Address, PoolEvent[]>();
  for (const event of events) {
    if (!ahead.has(event.transactionHash)) continue;
    const list = byPool.get(event.pool) ?? [];
    list.push(event);
    byPool.set(event.pool, list);
  }
  const made = new Map<Address, PoolState>();
  return (pool) => {
    const moved = byPool.get(pool);
    if (moved === undefined) return before(pool);
    const known = made.get(pool);
    if (known !== undefined) return known;
    const state = before(pool);
    if (state === undefined) return undefined;
    const draft = draftOf(state);
    for (const event of moved) draft.apply(event);
    const finished = draft.finish();
    made.set(pool, finished);
    return finished;
  };
}
