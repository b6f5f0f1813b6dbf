import { type Wei, wei } from '../domain/amount.ts';
import type { StrategyId } from '../domain/mode.ts';
import type { TierId } from '../domain/tier.ts';
import type { BetRecord } from '../risk/kellyBound.ts';

/** Of the counters, so that a restarted process goes on with what was journaled. Replaced, never changed in place. */
export interface RiskMarks {
  /** The UTC month of `monthPeak`, as 2025-01; empty before the first look at the books. */
  readonly month: string;
  readonly monthPeak: Wei;
  readonly overallPeak: Wei;
  readonly tier: TierId | null;
  readonly bets: Readonly<Partial<Record<StrategyId, BetRecord>>>;
}

export type Peaks = Pick<RiskMarks, 'month' | 'monthPeak' | 'overallPeak'>;

/** Own equity as of one block. */
export interface PeakLook {
  readonly blockNumber: number;
  /** UTC, as 2025-01. */
  readonly month: string;
  readonly own: Wei;
}

/** Where the peaks come from, as far back as the chain may still replace blocks. Of this process: one that starts takes what was journaled as it is. */
export interface PeakHistory {
  /** The peaks before the first of `looks`. */
  readonly before: Peaks;
  /** As they came. */
  readonly looks: readonly PeakLook[];
}

export const noMarks: RiskMarks = {
  month: '',
  monthPeak: wei(0n),
  overallPeak: wei(0n),
  tier: null,
  bets: {},
};
