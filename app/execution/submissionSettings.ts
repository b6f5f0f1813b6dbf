import { type Wei, wei } from '../domain/amount.ts';

/** How the way to a block and the tip are chosen. */
export interface SubmissionSettings {
  /** Tip per gas where nobody contends for the trade and the block has room. */
  readonly leastTip: Wei;
  /** Part of the net that is bid where every such trade was lost lately; a trade that was never lost bids the strategy's own share. */
  readonly mostBidSharePpm: number;
  /** Of that much lost, and more, a trade counts as contended for. */
  readonly contendedLostPpm: number;
  /** Trades over the same pools that have to be known before their own losses count rather than everybody's. */
  readonly leastTries: number;
  /** A block fuller than this leaves no room without a tip. */
  readonly fullBlockPpm: number;
  /** How many blocks back orders are evidence. */
  readonly memoryBlocks: number;
  /** Least part of the orders of late that each open way gets, so that its chance stays known; only from trades nobody contends for. */
  readonly explorationPpm: number;
  /** How many blocks a trade sent to a relay may still run in. */
  readonly relayDeadlineBlocks: number;
}

const gwei = 1_000_000_000n;

export const submissionDefaults: SubmissionSettings = {
  leastTip: wei(0n),
  mostBidSharePpm: 600_000,
  contendedLostPpm: 50_000,
  leastTries: 4,
  fullBlockPpm: 900_000,
  memoryBlocks: 600,
  explorationPpm: 100_000,
  relayDeadlineBlocks: 2,
};

/** Least and most of each setting: outside them it is a mistake, not a taste. */
export const submissionBounds: Readonly<Record<keyof SubmissionSettings, readonly [number | bigint, number | bigint]>> =
  {
    leastTip: [0n, 1_000n * gwei],
    mostBidSharePpm: [0, 950_000],
    contendedLostPpm: [0, 1_000_000],
    leastTries: [1, 1_000],
    fullBlockPpm: [0, 1_000_000],
    memoryBlocks: [1, 100_000],
    explorationPpm: [0, 500_000],
    relayDeadlineBlocks: [1, 25],
  };
