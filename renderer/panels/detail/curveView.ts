import type { OpportunityDetail } from '../../../app/contract/opportunityDetail.ts';

export interface CurveView {
  /** SVG path of net by size. */
  readonly path: string;
  /** Where zero net lies. */
  readonly zeroY: number;
  readonly optimum: { readonly x: number; readonly y: number };
  /** Of the best of the sampled sizes. */
  readonly best: OpportunityDetail['curve'][number];
  readonly most: bigint;
}

/** Shares of a 2^20 grid: amounts have more digits than numbers, a picture fewer. */
const grid = 1n << 20n;

function share(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * grid) / whole) / Number(grid);
}

/** The curve laid into a box; null where there is nothing to draw. Its marked point is the opportunity's own size. */
export function curveView(
  { curve, amountIn }: Pick<OpportunityDetail, 'curve' | 'amountIn'>,
  width: number,
  height: number,
): CurveView | null {
  const own = curve.find((point) => point.amountIn === amountIn);
  const last = curve.at(-1);
  const [first] = curve;
  if (own === undefined || last === undefined || first === undefined || curve.length < 2) return null;
  let best = first;
  let least = 0n;
  for (const point of curve) {
    if (point.net > best.net) best = point;
    if (point.net < least) least = point.net;
  }
  const highest = best.net > 0n ? best.net : 0n;
  // What loses far more than the best brings would press the curve flat: it leaves the picture below.
  const floor = -(highest > 0n ? highest : 1n);
  const lowest = highest > 0n && least < floor ? floor : least;
  const x = (size: bigint): number => share(size, last.amountIn) * width;
  const y = (net: bigint): number => {
    const inside = net < lowest ? lowest : net;
    return height - share(inside - lowest, highest - lowest) * height;
  };
  return {
    path: curve
      .map(({ amountIn: size, net }, at) => `${at === 0 ? 'M' : 'L'}${x(size).toFixed(1)} ${y(net).toFixed(1)}`)
      .join(''),
    zeroY: y(0n),
    optimum: { x: x(own.amountIn), y: y(own.net) },
    best,
    most: last.amountIn,
  };
}
