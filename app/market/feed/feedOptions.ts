import type { BlockHead } from '../../domain/block.ts';
import type { Chain } from '../../domain/chain.ts';
import type { Clock } from '../../domain/clock.ts';
import type { MarketInput } from '../../domain/engineInput.ts';
import type { Random } from '../../domain/random.ts';
import type { MarketProblem } from '../marketProblem.ts';
import type { RpcClient } from '../rpc/rpcClient.ts';

export interface MarketFeedOptions {
  readonly chain: Chain;
  readonly rpc: RpcClient;
  readonly clock: Clock;
  readonly random: Random;
  /** Called in order, never re-entered by the feed itself. */
  readonly emit: (input: MarketInput) => void;
  readonly report: (problem: MarketProblem) => void;
  /** A broken invariant of ours: the feed has stopped. Default: thrown outside of any promise, so that the process ends. */
  readonly crash?: (error: unknown) => void;
  /** Reorgs deeper than this are answered by a new snapshot. Default 10, the depth that MarketState can undo and more. */
  readonly maxReorgDepth?: number;
  /** More missing blocks than this are answered by a new snapshot. Default 128. */
  readonly maxBackfill?: number;
  readonly pendingPerSecond?: number;
  /** Block times without a head before the node is asked whether it still follows. Default 5, at least 2 s. */
  readonly silentBlocks?: number;
}

export interface FeedCounters {
  readonly blocks: number;
  readonly snapshots: number;
  readonly reorgs: number;
  readonly deepestReorg: number;
  /** Blocks whose head was never pushed. */
  readonly backfilled: number;
  readonly logsDisagreed: number;
  /** Logs that eth_getLogs had and no push brought: the answer counts, so this is only counted. */
  readonly logsNotPushed: number;
  readonly malformedLogs: number;
  readonly malformedHeads: number;
  readonly pendingSeen: number;
  readonly pendingDropped: number;
  readonly retries: number;
}

export interface FeedStatus {
  readonly phase: 'connecting' | 'synchronising' | 'following' | 'stopped';
  readonly head: BlockHead | null;
  readonly pools: number;
  readonly counters: FeedCounters;
}
