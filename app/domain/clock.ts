import type { Brand } from './brand.ts';

/** Milliseconds since 1970-01-01 UTC. */
export type EpochMs = Brand<number, 'EpochMs'>;
/** Nanoseconds of a monotonic clock; only differences mean something. */
export type MonotonicNs = Brand<number, 'MonotonicNs'>;

/** Where time comes from. The kernel never reads a clock: times reach it inside its inputs. */
export interface Clock {
  epochMs(): EpochMs;
  monotonicNs(): MonotonicNs;
}

export function epochMs(value: number): EpochMs {
  return value as EpochMs;
}

export function monotonicNs(value: number): MonotonicNs {
  return value as MonotonicNs;
}
