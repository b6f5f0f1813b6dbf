import type { ChartColumns, ChartProfile } from '../contract/charts.ts';
import { VolumeProfile } from '../indicators/volumeProfile.ts';

/** Volume by price of bars, in about so many rows between the lowest low and the highest high; null where there are no bars or no volume. */
export function barsProfile({ high, low, volume }: ChartColumns, rows: number): ChartProfile | null {
  if (high.length === 0) return null;
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of low) lowest = Math.min(lowest, value);
  for (const value of high) highest = Math.max(highest, value);
  // One price has a row of its own, a thousandth of it high.
  const span = highest > lowest ? highest - lowest : Math.abs(highest) / 1000;
  if (!(span > 0) || !Number.isFinite(span)) return null;
  const profile = new VolumeProfile(span / rows);
  profile.add(high, low, volume);
  const { rowSize, firstRow, volumes, pointOfControl, valueAreaLow, valueAreaHigh } = profile.rows();
  if (!volumes.some((each) => each > 0)) return null;
  return { rowSize, firstRow, volumes: volumes.slice(), pointOfControl, valueAreaLow, valueAreaHigh };
}
