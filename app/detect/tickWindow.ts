/** The ticks of a pool that are known, both ends included. A swap that leaves them fails with OUT_OF_TICKS. */
export interface TickWindow {
  readonly minTick: number;
  readonly maxTick: number;
}

export const allTicks: TickWindow = { minTick: -887272, maxTick: 887272 };
