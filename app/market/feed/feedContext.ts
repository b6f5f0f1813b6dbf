import type { BlockHead } from '../../domain/block.ts';
import { epochMs } from '../../domain/clock.ts';
import type { EngineInput, MarketInput } from '../../domain/engineInput.ts';
import type { ErrorFacts } from '../../domain/errors.ts';
import type { MarketProblem, MarketProblemCode } from '../marketProblem.ts';
import type { PoolChange } from '../marketState.ts';
import type { FeedCounters, MarketFeedOptions } from './feedOptions.ts';
import { HeadArrivals } from './headArrivals.ts';
import { HeadChain } from './headChain.ts';
import { LogCrossCheck } from './logCrossCheck.ts';
import { Universe } from './universe.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Untimed<T> = T extends EngineInput ? Omit<T, 'atMs'> : never;

/** What the parts of one feed share. */
export class FeedContext {
  readonly options: MarketFeedOptions;
  readonly universe: Universe;
  readonly chain = new HeadChain();
  readonly arrivals = new HeadArrivals();
  readonly check = new LogCrossCheck();
  readonly counters: Writable<FeedCounters> = {
    blocks: 0,
    snapshots: 0,
    reorgs: 0,
    deepestReorg: 0,
    backfilled: 0,
    logsDisagreed: 0,
    logsNotPushed: 0,
    malformedLogs: 0,
    malformedHeads: 0,
    pendingSeen: 0,
    pendingDropped: 0,
    retries: 0,
  };
  stopped = false;

  constructor(options: MarketFeedOptions) {
    this.options = options;
    this.universe = new Universe(options.chain);
  }

  emit(input: Untimed<MarketInput>): void {
    if (this.stopped) return;
    const { clock } = this.options;
    const atMs = clock.epochMs();
    const sinceMs = input.kind === 'block' ? (clock.monotonicNs() - input.seenNs) / 1e6 : 0;
    const arrived = input.kind === 'block' ? { arrivedAtMs: epochMs(Math.round(atMs - sinceMs)) } : {};
    this.options.emit({ ...input, ...arrived, atMs } as MarketInput);
  }

  emitUniverse(): void {
    this.emit({ kind: 'universe', ...this.universe.listing() });
  }

  emitSnapshot(head: BlockHead, states: readonly PoolChange[], isReorg = false): void {
    this.emit({ kind: 'snapshot', head, states, ...(isReorg ? { isReorg } : {}) });
  }

  problem(severity: MarketProblem['severity'], code: MarketProblemCode, message: string, facts: ErrorFacts = {}): void {
    if (!this.stopped) this.options.report({ severity, code, message, facts });
  }
}
