import type { EpochMs } from './clock.ts';

/** By our own capital, smallest first. */
export const tierIds = ['survival', 'growth', 'acceleration', 'institutional', 'whale'] as const;
export type TierId = (typeof tierIds)[number];

/** A change of the capital tier; `from` is null at the first look. */
export interface TierChange {
  readonly from: TierId | null;
  readonly to: TierId;
  /** Own capital in whole dollars, rounded down; null where the chain does not say. */
  readonly dollars: number | null;
  readonly atMs: EpochMs;
  readonly reason: string;
}
