import type { BlockHead } from '../../domain/block.ts';
import type { Address } from '../../domain/hex.ts';
import type { Pool } from '../../domain/pool.ts';
import { decodeBlockHead } from '../rpc/decodeBlockHead.ts';
import { discoverPools } from '../snapshot/discoverPools.ts';
import type { FeedContext } from './feedContext.ts';

/** Blocks looked through again for new pools, as some of the last ones may have been replaced. */
const overlap = 64;

/**
 * Reads the whole market one block below the node's head: factories' pools, their tokens and states. Below, because a
 * node may already be changing the state of its newest block while it answers; the newest is then applied like any other.
 */
export class Synchroniser {
  readonly #context: FeedContext;
  readonly #found = new Map<Address, Pool>();
  #discoveredTo = -1;

  constructor(context: FeedContext) {
    this.#context = context;
  }

  /**
   * Emits 'universe' and 'snapshot', and begins the chain of heads anew.
   * @param isReorg whether the chain has replaced blocks that were emitted
   * @returns the node's head, still to be applied unless it is the snapshot's own block
   * @throws ExpectedError RPC_*
   */
  async run(isReorg: boolean): Promise<BlockHead> {
    const { rpc, chain } = this.#context.options;
    const latest = await fetchLatest(this.#context);
    const head = latest.number === 0 ? latest : await fetchParent(this.#context, latest);
    const created = await discoverPools({
      rpc,
      chain,
      fromBlock: Math.max(0, this.#discoveredTo - overlap),
      toBlock: head.number,
      onMalformed: (error, log) => {
        this.#context.counters.malformedLogs += 1;
        this.#context.problem('fault', 'FEED_MALFORMED_LOG', error.message, {
          address: log.address,
          block: log.blockNumber,
        });
      },
    });
    for (const pool of created) this.#found.set(pool.address, pool);
    this.#discoveredTo = head.number;
    const read = await this.#context.universe.read(
      [...this.#found.values()],
      { rpc, block: head, timeoutMs: 30_000 },
      head === latest,
    );
    for (const { pool, reason } of read.leftOut)
      this.#context.problem('notice', 'FEED_UNREADABLE_POOL', reason, { pool: pool.address });
    this.#context.universe.replace(read.pools);
    this.#context.chain.reset(head);
    this.#context.counters.snapshots += 1;
    this.#context.emitUniverse();
    if (isReorg) this.#context.counters.reorgs += 1;
    this.#context.emitSnapshot(head, read.states, isReorg);
    return latest;
  }
}

/** @throws ExpectedError RPC_* */
export async function fetchLatest({ options }: FeedContext): Promise<BlockHead> {
  return decodeBlockHead(await options.rpc.call('eth_getBlockByNumber', ['latest', false]));
}

async function fetchParent({ options }: FeedContext, { parentHash }: BlockHead): Promise<BlockHead> {
  return decodeBlockHead(await options.rpc.call('eth_getBlockByHash', [parentHash, false]));
}
