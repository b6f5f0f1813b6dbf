import { type Clock, epochMs, monotonicNs } from '../../domain/clock.ts';

/** A clock that goes on by `stepNs` at each look. */
export function steppingClock(stepNs: number): Clock {
  let now = 0;
  return {
    epochMs: () => epochMs(0),
    monotonicNs: () => {
      now += stepNs;
      return monotonicNs(now);
    },
  };
}
