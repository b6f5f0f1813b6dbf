import type { Asset } from './ledger.ts';

/** How a value at risk was come by: by a fitted model, or by what stands in for it where that cannot be had. */
export type ValueAtRiskMethod = 'filteredGarch' | 'historical';

/** What one held asset may lose in a day, at 95 %, as a share of its value. */
export interface AssetTail {
  readonly asset: Asset;
  /** Millionths of its value in the native currency, rounded up. */
  readonly millionths: number;
  readonly method: ValueAtRiskMethod;
  /** Returns that it rests on. */
  readonly sample: number;
  /** The recorded series, in words. */
  readonly series: string;
  /** Why the model was not used; empty where it was. */
  readonly fallBack: string;
  /** When the newest return ends; absent in journals of earlier versions. */
  readonly toMs?: number;
}

/** A holding of which nothing could be estimated, and why. Where it has a tail too, that is of an earlier estimate. */
export interface UnknownTail {
  readonly asset: Asset;
  readonly reason: string;
}

/** Estimates of the tails of what is held, as they came from the recorded candles. */
export interface ValueAtRisk {
  readonly madeAtMs: number;
  readonly tails: readonly AssetTail[];
  /** Absent in journals of earlier versions. */
  readonly unknown?: readonly UnknownTail[];
}
