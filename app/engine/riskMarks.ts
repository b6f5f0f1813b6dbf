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

export const noMarks: RiskMarks = {
  month: '',
  monthPeak: wei(0n),
  overallPeak: wei(0n),
  tier: null,
  bets: {},
};
