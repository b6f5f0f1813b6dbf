import type { RouteDataFee } from '../domain/dataFee.ts';

/** What the kernel knows of a rollup's fee for data. */
export interface DataFeeState {
  /** As last read; null while nothing is known. */
  readonly fee: RouteDataFee | null;
  /** Height at which it was last asked about. */
  readonly askedAt: number | null;
}

export const unknownDataFee: DataFeeState = { fee: null, askedAt: null };
