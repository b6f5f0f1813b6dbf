import type { Wei } from '../domain/amount.ts';
import type { Asset } from '../domain/ledger.ts';
import { initialLimits, type LimitSet } from '../domain/riskLimit.ts';
import type { ValueAtRisk } from '../domain/valueAtRisk.ts';
import { RelatedAssets } from '../risk/relatedAssets.ts';
import { type LimitCheck, RiskBook } from '../risk/riskBook.ts';
import { limitsInTier } from '../risk/tiers.ts';
import type { PeakHistory } from './riskMarks.ts';

/** What we own as of the last account read. */
export interface RiskFigures {
  readonly capital: Wei;
  readonly cash: Wei;
  readonly own: Wei;
  /** Whole dollars; null where the chain has none that is trusted, or no price of it. */
  readonly dollars: number | null;
  /** Whether every asset that we hold has a price: without, equity is not known and no fall is read from it. */
  readonly priced: boolean;
}

export interface RiskState {
  limits: LimitSet;
  book: RiskBook;
  /** Null before the first account read of this process. */
  figures: RiskFigures | null;
  valueAtRisk: ValueAtRisk | null;
  related: RelatedAssets;
  clusters: ReadonlyMap<string, number>;
  /** What each holding that is no cash is worth. */
  held: ReadonlyMap<Asset, Wei>;
  /** Null until the first look at the books. Replaced, never changed in place. */
  peaks: PeakHistory | null;
  /** Of the last trade that was held against the limits. */
  lastChecks: readonly LimitCheck[];
}

export function newRiskState(): RiskState {
  const state: RiskState = {
    limits: initialLimits,
    book: new RiskBook(),
    figures: null,
    valueAtRisk: null,
    related: new RelatedAssets(),
    clusters: new Map(),
    held: new Map(),
    peaks: null,
    lastChecks: [],
  };
  state.book.setLimits(limitsInTier(initialLimits.values, null));
  return state;
}

export function copyRiskState(state: RiskState): RiskState {
  return { ...state, book: state.book.copy(), related: state.related.copy() };
}
