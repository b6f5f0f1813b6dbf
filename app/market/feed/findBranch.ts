import type { BlockHead } from '../../domain/block.ts';
import type { Clock } from '../../domain/clock.ts';
import { decodeBlockHead } from '../rpc/decodeBlockHead.ts';
import { encodeQuantity } from '../rpc/quantity.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';
import type { ArrivedHead, HeadArrivals } from './headArrivals.ts';
import type { HeadChain } from './headChain.ts';

/** How a new head hangs on the blocks we have. */
export type Branch =
  /** Undo `depth` blocks down to `ancestor`, then apply `blocks` in order. */
  | {
      readonly kind: 'linked';
      readonly ancestor: BlockHead;
      readonly depth: number;
      readonly blocks: readonly ArrivedHead[];
    }
  | Lost;

/** Not within reach: only a new snapshot helps. */
export interface Lost {
  readonly kind: 'lost';
  readonly reason: string;
  /** Whether blocks that we have were replaced by others. */
  readonly isReorg: boolean;
}

export interface BranchLimits {
  readonly maxReorgDepth: number;
  readonly maxBackfill: number;
}

interface Options {
  readonly rpc: RpcClient;
  readonly clock: Clock;
  readonly chain: HeadChain;
  readonly arrivals: HeadArrivals;
  readonly limits: BranchLimits;
}

/**
 * Walks from `target` by parent hash until it meets a block that we have. Missing numbers are fetched at once, pipelined,
 * and used only where the parent hashes link.
 * @throws ExpectedError RPC_*
 */
export async function findBranch(target: ArrivedHead, options: Options): Promise<Branch> {
  const { chain, limits } = options;
  const tip = chain.tip;
  if (tip === null) return lost('nothing to link to');
  const gap = target.head.number - tip.number;
  if (gap > limits.maxBackfill) return lost(`${gap} blocks behind`);
  if (gap > 1 && options.arrivals.get(target.head.parentHash) === null)
    await prefetch(tip.number + 1, target.head.number - 1, options);
  const blocks: ArrivedHead[] = [target];
  for (;;) {
    const lowest = blocks[0] ?? target;
    const ancestor = chain.find(lowest.head.parentHash);
    if (ancestor !== null) {
      const depth = tip.number - ancestor.number;
      if (depth > limits.maxReorgDepth) return lost(`reorg of ${depth} blocks`, true);
      return { kind: 'linked', ancestor, depth, blocks };
    }
    if (tip.number - lowest.head.number + 1 >= limits.maxReorgDepth)
      return lost(`no common ancestor within ${limits.maxReorgDepth} blocks`, true);
    const parent = options.arrivals.get(lowest.head.parentHash) ?? (await fetchParent(lowest, options));
    if (parent === null || parent.head.number !== lowest.head.number - 1)
      return lost(`the parent of block ${lowest.head.number} is not known to the node`);
    blocks.unshift(parent);
  }
}

export function lost(reason: string, isReorg = false): Lost {
  return { kind: 'lost', reason, isReorg };
}

async function fetchParent(child: ArrivedHead, { rpc, clock, arrivals }: Options): Promise<ArrivedHead | null> {
  const reply = await rpc.call('eth_getBlockByHash', [child.head.parentHash, false]);
  if (reply === null) return null;
  const head = decodeBlockHead(reply);
  if (head.hash !== child.head.parentHash) return null;
  const arrived = { head, seenNs: clock.monotonicNs() };
  arrivals.add(arrived);
  return arrived;
}

async function prefetch(from: number, to: number, { rpc, clock, arrivals }: Options): Promise<void> {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => encodeQuantity(from + index));
  const replies = await rpc.callAll(
    numbers.map((number) => ({ method: 'eth_getBlockByNumber', params: [number, false] })),
  );
  for (const reply of replies)
    if (reply !== null) arrivals.add({ head: decodeBlockHead(reply), seenNs: clock.monotonicNs() });
}
