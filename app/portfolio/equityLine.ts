import type { EquityPoint } from '../domain/equity.ts';

/** Stretches of blocks that a line keeps apart; of each at most six points. */
export const keptStretches = 256;

interface Stretch {
  readonly index: number;
  points: readonly EquityPoint[];
}

/**
 * Equity over time, bounded: each stretch of blocks keeps its first and last point and those with the least and the most
 * own equity and result, so that no spike is lost. When the stretches grow too many, each becomes twice as long.
 */
export class EquityLine {
  #stretches: Stretch[] = [];
  #blocksPerStretch = 1;
  #version = 0;

  constructor(points: Iterable<EquityPoint> = []) {
    for (const point of points) this.add(point);
  }

  /** Changes with every change of the line. */
  get version(): number {
    return this.#version;
  }

  /** In order of blocks. */
  get points(): readonly EquityPoint[] {
    return this.#stretches.flatMap(({ points }) => points);
  }

  get last(): EquityPoint | null {
    return this.#stretches.at(-1)?.points.at(-1) ?? null;
  }

  /** The same line, which goes its own way from here. */
  copy(): EquityLine {
    const copy = new EquityLine();
    copy.#stretches = this.#stretches.map((stretch) => ({ ...stretch }));
    copy.#blocksPerStretch = this.#blocksPerStretch;
    copy.#version = this.#version;
    return copy;
  }

  /** The newest point. Those at its height or above it were of blocks that are not the chain's any more, or older answers, and go. */
  add(point: EquityPoint): void {
    this.#version += 1;
    this.#cut(point.blockNumber);
    const index = Math.floor(point.blockNumber / this.#blocksPerStretch);
    const last = this.#stretches.at(-1);
    if (last?.index === index) last.points = extremes([...last.points, point]);
    else this.#stretches.push({ index, points: [point] });
    while (this.#stretches.length > keptStretches) this.#widen();
  }

  #cut(blockNumber: number): void {
    for (let last = this.#stretches.at(-1); last !== undefined; last = this.#stretches.at(-1)) {
      const kept = last.points.filter((point) => point.blockNumber < blockNumber);
      if (kept.length === last.points.length) return;
      if (kept.length > 0) last.points = kept;
      else this.#stretches.pop();
    }
  }

  #widen(): void {
    this.#blocksPerStretch *= 2;
    const wider: Stretch[] = [];
    for (const { points } of this.#stretches) {
      const index = Math.floor((points[0]?.blockNumber ?? 0) / this.#blocksPerStretch);
      const last = wider.at(-1);
      if (last?.index === index) last.points = extremes([...last.points, ...points]);
      else wider.push({ index, points });
    }
    this.#stretches = wider;
  }
}

/** Equity without what came from outside. */
export function ownEquity({ total, external }: EquityPoint): bigint {
  return total - external;
}

function extremes(points: readonly EquityPoint[]): readonly EquityPoint[] {
  if (points.length <= 2) return points;
  const kept = new Set([points[0], points.at(-1)]);
  for (const measure of [ownEquity, (point: EquityPoint): bigint => point.result]) {
    let [least, most] = [points[0], points[0]];
    for (const point of points) {
      if (least === undefined || measure(point) < measure(least)) least = point;
      if (most === undefined || measure(point) > measure(most)) most = point;
    }
    kept.add(least).add(most);
  }
  return points.filter((point) => kept.has(point));
}

/** The deepest fall of own equity from an earlier height, as a positive amount, over the points of a line. */
export function drawdown(points: readonly EquityPoint[]): bigint {
  let peak: bigint | null = null;
  let deepest = 0n;
  for (const point of points) {
    const own = ownEquity(point);
    if (peak === null || own > peak) peak = own;
    if (peak - own > deepest) deepest = peak - own;
  }
  return deepest;
}
