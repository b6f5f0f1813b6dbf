import { type Wei, wei } from '../../domain/amount.ts';
import { type FundingSource, fundingSources } from '../../domain/lender.ts';

/** A share as parts per million: 900_000 is 90 %. */
export type SharePpm = number;

export interface FlashArbitrageSettings {
  /** The least net profit, after gas and the tip that is bid, for which a trade is made. */
  readonly minNet: Wei;
  /** The least profit that the contract has to bring, as a share of the predicted gross; rounded up. */
  readonly minProfitSharePpm: SharePpm;
  /** The part of the expected net that is bid for the place in the block; rounded down. */
  readonly bidSharePpm: SharePpm;
  /** The lowest and highest tip per gas. */
  readonly tipFloor: Wei;
  readonly tipCap: Wei;
  /** Gas limit above the detector's gas units, as a share of them; rounded up. */
  readonly gasMarginPpm: SharePpm;
  /** How many blocks after the head a trade may still run in. */
  readonly deadlineBlocks: number;
  /** The deadline's least distance from the head in seconds, for chains with blocks faster than their clock's seconds. */
  readonly deadlineMinS: number;
  /** Where a route's input may come from; the cheapest is taken. */
  readonly fundingSources: readonly FundingSource[];
  /** Pools of a route whose legs go over several at once; below three none is split. */
  readonly mostSplitPools: number;
}

const gwei = 1_000_000_000n;

export const flashArbitrageDefaults: FlashArbitrageSettings = {
  minNet: wei(500_000n * gwei),
  minProfitSharePpm: 900_000,
  bidSharePpm: 200_000,
  tipFloor: wei(gwei),
  tipCap: wei(500n * gwei),
  gasMarginPpm: 1_000_000,
  deadlineBlocks: 3,
  deadlineMinS: 3,
  fundingSources,
  mostSplitPools: 8,
};

export const flashArbitrageSettingTexts: Readonly<Record<keyof FlashArbitrageSettings, string>> = {
  minNet: 'Least net profit after gas and the tip that is bid, in wei.',
  minProfitSharePpm:
    'Least profit that the contract has to bring, as a share of the predicted gross; rounded up. 1000000 is all of it.',
  bidSharePpm: 'Part of the expected net that is bid as tip; rounded down. 1000000 is all of it.',
  tipFloor: 'Lowest tip, in wei per gas.',
  tipCap: 'Highest tip, in wei per gas.',
  gasMarginPpm: 'Gas limit above the expected gas, as a share of it; rounded up.',
  deadlineBlocks: 'Blocks after the head in which a trade may still run.',
  deadlineMinS: 'Least distance of the deadline from the head, in seconds.',
  fundingSources:
    "Where a route's input may come from: the flash swap of its first pool, or lenders. The cheapest by fee, gas and liquidity is taken. Set in settings.json.",
  mostSplitPools:
    'Most pools of a route whose legs are spread over parallel pools, where that brings more after their gas; up to 8, and 0 splits none. Set in settings.json.',
};
