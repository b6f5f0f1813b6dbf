import { type Clock, epochMs, monotonicNs } from '../app/domain/clock.ts';

export const systemClock: Clock = {
  epochMs: () => epochMs(Date.now()),
  monotonicNs: () => monotonicNs(Number(process.hrtime.bigint())),
};
