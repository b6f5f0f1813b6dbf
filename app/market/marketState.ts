import type { BlockHead, PoolEvent } from '../domain/block.ts';
import { ensure, present } from '../domain/errors.ts';
import type { Address } from '../domain/hex.ts';
import type { BlockReference } from '../domain/opportunity.ts';
import type { Pool, PoolState } from '../domain/pool.ts';
import { draftOf, type PoolDraft, type Shrinkage } from './poolDraft.ts';

/** A pool with its full state, as the detector wants it. */
export interface PoolChange {
  readonly pool: Address;
  readonly state: PoolState;
}

export interface AppliedBlock {
  /** Pools whose state an event set in this block, in the order of their first event. */
  readonly touched: readonly Address[];
  readonly swaps: number;
  /** The touched pools' new states. */
  readonly changes: readonly PoolChange[];
  /** Pools whose events do not add up: a log was lost. They must not be traded until their state was read anew. */
  readonly gaps: readonly { readonly pool: Address; readonly reason: string }[];
  /** Pools of which a token's balance shrank by itself. */
  readonly shrunk: readonly { readonly pool: Address; readonly shrank: Shrinkage }[];
}

export interface RolledBack {
  /** Pools whose state is another one now. */
  readonly changes: readonly PoolChange[];
  /** Pools that had no state yet at that block. */
  readonly removed: readonly Address[];
}

/** What a block overwrote: the state each changed pool had before it, undefined where it had none. */
interface Undo {
  readonly head: BlockHead;
  readonly previous: Map<Address, PoolState | undefined>;
}

/** Blocks that can be undone. Reorgs deeper than 10 are answered by a new snapshot; the rest is margin. */
const undoDepth = 32;

/** Every pool's state at the current block. Pure: no clock, no network; equal inputs give equal states. */
export class MarketState {
  #pools = new Map<Address, Pool>();
  #states = new Map<Address, PoolState>();
  #head: BlockHead | null = null;
  #undo: Undo[] = [];

  get head(): BlockHead | null {
    return this.#head;
  }

  get pools(): ReadonlyMap<Address, Pool> {
    return this.#pools;
  }

  get states(): ReadonlyMap<Address, PoolState> {
    return this.#states;
  }

  /** Every state, for a detector whose universe was just replaced. */
  allStates(): readonly PoolChange[] {
    return [...this.#states].map(([pool, state]) => ({ pool, state }));
  }

  /** The same market, which goes its own way from here. */
  copy(): MarketState {
    const copy = new MarketState();
    copy.#pools = new Map(this.#pools);
    copy.#states = new Map(this.#states);
    copy.#head = this.#head;
    copy.#undo = this.#undo.map(({ head, previous }) => ({ head, previous: new Map(previous) }));
    return copy;
  }

  /** Replaces the universe. States of pools that stay are kept; the others are forgotten. */
  setUniverse(pools: readonly Pool[]): void {
    this.#pools = new Map(pools.map((pool) => [pool.address, pool]));
    for (const address of [...this.#states.keys()]) if (!this.#pools.has(address)) this.#states.delete(address);
  }

  /**
   * At another head: replaces all, and nothing before it can be undone. At the current head: adds or replaces the listed
   * pools only (pools created in this block), as part of this block.
   * @throws BugError on a pool outside the universe or a state of another kind
   */
  applySnapshot(head: BlockHead, states: readonly PoolChange[]): readonly PoolChange[] {
    for (const { pool, state } of states) {
      ensure(this.#pools.get(pool)?.kind === state.kind, 'snapshot holds a pool that is not in the universe', { pool });
    }
    if (this.#head?.hash !== head.hash) {
      this.#states = new Map();
      this.#undo = [];
      this.#head = head;
    }
    const last = this.#undo.at(-1);
    for (const { pool, state } of states) {
      if (last !== undefined && !last.previous.has(pool)) last.previous.set(pool, this.#states.get(pool));
      this.#states.set(pool, state);
    }
    return states;
  }

  /**
   * Applies one block's events in log order. Events of pools without a state are passed over.
   * @throws BugError when `head` is not the child of the current block
   */
  applyBlock(head: BlockHead, events: readonly PoolEvent[]): AppliedBlock {
    const current = present(this.#head, 'the snapshot before the first block');
    ensure(
      head.parentHash === current.hash && head.number === current.number + 1,
      'block does not follow the current one',
      {
        current: current.number,
        next: head.number,
      },
    );
    const drafts = new Map<Address, PoolDraft>();
    let swaps = 0;
    for (const event of events) {
      const state = this.#states.get(event.pool);
      if (state === undefined) continue;
      let draft = drafts.get(event.pool);
      if (draft === undefined) {
        draft = draftOf(state);
        drafts.set(event.pool, draft);
      }
      draft.apply(event);
      if (event.kind === 'v2Swap' || event.kind === 'v3Swap') swaps += 1;
    }
    return { swaps, ...this.#commit(head, drafts) };
  }

  /**
   * Undoes every block above `to`.
   * @throws BugError when `to` is not an ancestor that can still be reached
   */
  rollback(to: BlockReference): RolledBack {
    const changed = new Map<Address, PoolState | undefined>();
    let head = present(this.#head, 'a block to roll back');
    while (head.hash !== to.hash) {
      const undo = this.#undo.pop();
      ensure(undo !== undefined && head.number > to.number, 'rollback goes past the blocks that are kept', {
        to: to.number,
        from: head.number,
      });
      for (const [pool, state] of undo.previous) changed.set(pool, state);
      head = undo.head;
    }
    this.#head = head;
    const changes: PoolChange[] = [];
    const removed: Address[] = [];
    for (const [pool, state] of changed) {
      if (!this.#pools.has(pool)) continue;
      if (state === undefined) {
        this.#states.delete(pool);
        removed.push(pool);
      } else {
        this.#states.set(pool, state);
        changes.push({ pool, state });
      }
    }
    return { changes, removed };
  }

  #commit(head: BlockHead, drafts: ReadonlyMap<Address, PoolDraft>): Omit<AppliedBlock, 'swaps'> {
    const undo: Undo = { head: present(this.#head, 'the current block'), previous: new Map() };
    const changes: PoolChange[] = [];
    const gaps: { pool: Address; reason: string }[] = [];
    const shrunk: { pool: Address; shrank: Shrinkage }[] = [];
    for (const [pool, draft] of drafts) {
      const state = draft.finish();
      undo.previous.set(pool, this.#states.get(pool));
      this.#states.set(pool, state);
      changes.push({ pool, state });
      if (draft.gap !== null) gaps.push({ pool, reason: draft.gap });
      if (draft.shrank !== null) shrunk.push({ pool, shrank: draft.shrank });
    }
    this.#undo.push(undo);
    if (this.#undo.length > undoDepth) this.#undo.shift();
    this.#head = head;
    return { touched: [...drafts.keys()], changes, gaps, shrunk };
  }
}
