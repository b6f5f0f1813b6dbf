import type { ChartPlace } from './chartBars.ts';

/** Where times and prices lie on a pane, in CSS pixels from its top left; null where that cannot be said. */
export interface ChartSpace {
  readonly width: number;
  readonly height: number;
  x(timeS: number): number | null;
  y(price: number): number | null;
}

/**
 * The place of a time among the places of a chart: a fraction between two of them, and beyond the ends as if bars went on.
 * Places are counted from 0; NaN where there are none.
 */
export function placeOfTime(places: readonly ChartPlace[], lengthS: number, timeS: number): number {
  if (places.length === 0) return Number.NaN;
  const first = places[0]?.timeS ?? Number.NaN;
  const last = places.at(-1)?.timeS ?? Number.NaN;
  if (timeS <= first) return (timeS - first) / lengthS;
  if (timeS >= last) return places.length - 1 + (timeS - last) / lengthS;
  let [low, high] = [0, places.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if ((places[middle]?.timeS ?? 0) <= timeS) low = middle;
    else high = middle;
  }
  const [before, after] = [places[low]?.timeS ?? 0, places[high]?.timeS ?? 0];
  return after === before ? low : low + (timeS - before) / (after - before);
}

/** The time of a whole place: that of its bar, and beyond the ends as if bars went on. Never before 1970. */
export function timeOfPlace(places: readonly ChartPlace[], lengthS: number, place: number): number {
  const last = places.length - 1;
  if (last < 0) return Number.NaN;
  if (place > last) return (places[last]?.timeS ?? 0) + (place - last) * lengthS;
  if (place < 0) return Math.max(0, (places[0]?.timeS ?? 0) + place * lengthS);
  return places[Math.round(place)]?.timeS ?? 0;
}
