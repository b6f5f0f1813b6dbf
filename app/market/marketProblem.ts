import type { ErrorFacts } from '../domain/errors.ts';

/**
 * What the feed tells besides its inputs. A `fault` means that what we were given was wrong, and belongs in a run's errors;
 * a `notice` was expected to happen and was survived.
 */
export interface MarketProblem {
  readonly severity: 'fault' | 'notice';
  readonly code: MarketProblemCode;
  readonly message: string;
  readonly facts: ErrorFacts;
}

export type MarketProblemCode =
  /** The pushed logs of a block and those that eth_getLogs answered are not the same. */
  | 'FEED_LOGS_DISAGREE'
  /** A known pool's log does not follow its ABI, twice; the pool left the universe. */
  | 'FEED_MALFORMED_LOG'
  /** A pool or token does not answer as it must; it is not in the universe. */
  | 'FEED_UNREADABLE_POOL'
  | 'FEED_REORG'
  /** The chain at hand does not lead to the node's head: everything was read anew. */
  | 'FEED_SNAPSHOT_AGAIN'
  /** No head for some block times. */
  | 'FEED_STALLED'
  /** A step failed and is tried again. */
  | 'FEED_RETRY';
