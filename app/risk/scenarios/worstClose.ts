import type { RecordedPath } from '../../domain/scenario.ts';

/** What one asset did until the worst moment of all. */
export interface PathEnd {
  readonly series: string;
  /** Millionths of the open of the first bar, rounded down. */
  readonly pricePpm: bigint;
  readonly lowestPpm: bigint;
}

export interface WorstClose {
  readonly atS: number;
  readonly ends: ReadonlyMap<string, PathEnd>;
}

const ppmDown = (ratio: number): bigint => BigInt(Math.max(0, Math.floor(ratio * 1e6)));

/**
 * The close at which holdings were worth least, of the times at which every path has a bar: gaps are left out, not filled. Null without such a time.
 * @param weights what is held by symbol before, in one currency
 */
export function worstClose(paths: readonly RecordedPath[], weights: ReadonlyMap<string, number>): WorstClose | null {
  const usable = paths.filter(({ open }) => (open[0] ?? 0) > 0);
  const [first, ...others] = usable.map(({ timeS, ...path }) => ({
    ...path,
    places: new Map(Array.from(timeS, (atS, place) => [atS, place] as const)),
  }));
  if (first === undefined) return null;
  const all = [first, ...others];
  let worst: { atS: number; value: number } | null = null;
  for (const atS of first.places.keys()) {
    if (others.some(({ places }) => !places.has(atS))) continue;
    const value = all.reduce((sum, path) => sum + (weights.get(path.symbol) ?? 0) * ratioAt(path, atS), 0);
    if (Number.isFinite(value) && (worst === null || value < worst.value)) worst = { atS, value };
  }
  if (worst === null) return null;
  const { atS } = worst;
  return {
    atS,
    ends: new Map(
      all.map((path) => [
        path.symbol,
        {
          series: path.series,
          pricePpm: ppmDown(ratioAt(path, atS)),
          lowestPpm: ppmDown(Math.min(...Array.from(path.low)) / (path.open[0] ?? Number.NaN)),
        },
      ]),
    ),
  };
}

function ratioAt(
  path: Pick<RecordedPath, 'open' | 'close'> & { places: ReadonlyMap<number, number> },
  atS: number,
): number {
  return (path.close[path.places.get(atS) ?? -1] ?? Number.NaN) / (path.open[0] ?? Number.NaN);
}
