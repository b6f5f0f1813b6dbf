import type { MonotonicNs } from './clock.ts';

/** The stages of an opportunity's life, in order (PRODUCT X5). */
export const stages = ['seen', 'analysed', 'decided', 'simulated', 'submitted', 'landed'] as const;
export type Stage = (typeof stages)[number];

/** When each stage was reached, in monotonic nanoseconds of the engine process. Measured, so no decision reads it. */
export type StageClock = Readonly<Partial<Record<Stage, MonotonicNs>>>;

/** Budgets in milliseconds (TARGETS X5); landing is bounded by the chain's block time instead. */
export const stageBudgetMs: Readonly<Record<Exclude<Stage, 'simulated' | 'landed'>, number>> = {
  seen: 2,
  analysed: 5,
  decided: 3,
  submitted: 10,
};

export function stamp(clock: StageClock, stage: Stage, at: MonotonicNs): StageClock {
  return clock[stage] === undefined ? { ...clock, [stage]: at } : clock;
}
