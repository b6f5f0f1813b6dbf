/** Gas units of one execution of our executor, by what it does. Calibrated against receipts; a prediction, never a limit. */
export interface GasModel {
  /** Transaction, dispatch, profit check and pay-out. */
  readonly base: number;
  readonly v2FirstHop: number;
  readonly v2FurtherHop: number;
  readonly v3FirstHop: number;
  readonly v3FurtherHop: number;
  /** Each initialised tick that a V3 hop crosses. */
  readonly v3TickCrossed: number;
}

export const gasModel: GasModel = {
  base: 45_000,
  v2FirstHop: 75_000,
  v2FurtherHop: 75_000,
  v3FirstHop: 105_000,
  v3FurtherHop: 105_000,
  v3TickCrossed: 22_000,
};
