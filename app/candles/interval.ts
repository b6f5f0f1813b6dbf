/** The lengths of candles, in milliseconds; every one starts at a multiple of its length since 1970-01-01 UTC. */
const lengths = {
  '1s': 1000,
  '5s': 5000,
  '1m': 60_000,
  '5m': 300_000,
  '15m': 900_000,
  '1h': 3_600_000,
  '4h': 14_400_000,
  '1d': 86_400_000,
} as const;

export type Interval = keyof typeof lengths;

/** Shortest first. */
export const intervals = Object.keys(lengths).filter(isInterval);

export function isInterval(text: string): text is Interval {
  return Object.hasOwn(lengths, text);
}

export function intervalMs(interval: Interval): number {
  return lengths[interval];
}

/** The longest interval at whose bounds all of these times lie, or null. */
export function longestCommonInterval(openTimesMs: Iterable<number>): Interval | null {
  let place = intervals.length - 1;
  for (const time of openTimesMs) {
    while (place >= 0 && time % intervalMs(intervals[place] ?? '1s') !== 0) place -= 1;
    if (place < 0) return null;
  }
  return intervals[place] ?? null;
}
