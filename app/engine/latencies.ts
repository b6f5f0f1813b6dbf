import { type EngineHealth, histogramBoundsMs } from '../contract/health.ts';
import { type Stage, type StageClock, stages } from '../domain/stageClock.ts';

/** How long each stage took after the one before it, in milliseconds; `total` is seen to landed. */
export interface StageLatencies {
  record(before: StageClock, after: StageClock): void;
  percentiles(): Record<string, { p50: number; p95: number; p99: number; count: number }>;
  /** How many of the kept samples fell into each bin of `histogramBoundsMs`. */
  histogram(): EngineHealth['histogram'];
  /** The same samples, which go their own way from here. */
  copy(): StageLatencies;
}

interface Ring {
  readonly values: number[];
  next: number;
  count: number;
}

const keptSamples = 5000;

/** Keeps the last `keptSamples` of each stage in a ring, so that three weeks cost what a minute does. */
export function stageLatencies(rings = new Map<string, Ring>()): StageLatencies {
  const add = (name: string, ms: number): void => {
    const ring = rings.get(name) ?? { values: [], next: 0, count: 0 };
    ring.values[ring.next] = ms;
    ring.next = (ring.next + 1) % keptSamples;
    ring.count += 1;
    rings.set(name, ring);
  };
  return {
    record: (before, after) => {
      for (const stage of stages) {
        const reached = after[stage];
        const previous = precedingStamp(after, stage);
        if (reached === undefined || before[stage] !== undefined || previous === undefined) continue;
        add(stage, (reached - previous) / 1e6);
        if (stage === 'landed' && after.seen !== undefined) add('total', (reached - after.seen) / 1e6);
      }
    },
    copy: () =>
      stageLatencies(new Map([...rings].map(([name, ring]) => [name, { ...ring, values: [...ring.values] }]))),
    histogram: () =>
      [...rings].map(([stage, { values }]) => {
        const counts = Array.from({ length: histogramBoundsMs.length + 1 }, () => 0);
        for (const value of values) {
          const bound = histogramBoundsMs.findIndex((most) => value <= most);
          const bin = bound < 0 ? histogramBoundsMs.length : bound;
          counts[bin] = (counts[bin] ?? 0) + 1;
        }
        return { stage, counts };
      }),
    percentiles: () =>
      Object.fromEntries(
        [...rings].map(([name, ring]) => [name, { ...percentilesOf(ring.values), count: ring.count }]),
      ),
  };
}

function precedingStamp(clock: StageClock, stage: Stage): number | undefined {
  for (let i = stages.indexOf(stage) - 1; i >= 0; i -= 1) {
    const earlier = stages[i];
    if (earlier !== undefined && clock[earlier] !== undefined) return clock[earlier];
  }
  return undefined;
}

function percentilesOf(values: readonly number[]): { p50: number; p95: number; p99: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}
