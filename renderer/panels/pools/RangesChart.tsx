import type { JSX } from 'react';
import type { PoolDepth } from '../../../app/contract/liquidity.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { useElementSize } from '../../components/useElementSize.ts';
import { displayCount } from '../../format/amount.ts';
import { displayPrice } from '../../format/price.ts';
import { type Place, steppedArea } from './plot.ts';

/** To each side of the price, as a factor: what lies further away is not drawn. */
const widest = 1.5;
const axisHeight = 16;

/** The outline of the liquidity on a logarithmic scale of the price, from price / 1.5 to price × 1.5. */
export function rangeOutline({ pool: { price }, ranges }: PoolDepth): readonly Place[] {
  if (price === null) return [];
  const place = (at: number): number => (1 + Math.log(at / price) / Math.log(widest)) / 2;
  const shown = ranges.filter(({ fromPrice, toPrice }) => toPrice > price / widest && fromPrice < price * widest);
  const most = Math.max(0, ...shown.map(({ liquidity }) => liquidity));
  const places: Place[] = [];
  for (const [index, { fromPrice, toPrice, liquidity }] of shown.entries()) {
    const before = shown[index - 1];
    if (before !== undefined && before.toPrice < fromPrice) places.push({ x: place(before.toPrice), y: 0 });
    places.push({ x: Math.max(0, place(fromPrice)), y: liquidity / most });
    if (index === shown.length - 1) places.push({ x: Math.min(1, place(toPrice)), y: 0 });
  }
  return places;
}

/** Where along the price the liquidity of a pool with ticks lies. */
export function RangesChart({ depth }: { depth: PoolDepth }): JSX.Element {
  const [attach, size] = useElementSize();
  const { pool, ranges, moreRanges } = depth;
  if (pool.kind === 'uniswapV2')
    return (
      <PanelState title="The same at every price">
        A pool without ticks spreads its liquidity over all prices.
      </PanelState>
    );
  const outline = rangeOutline(depth);
  if (pool.price === null || outline.length === 0)
    return (
      <PanelState title="No liquidity near the price">{displayCount(ranges.length)} ranges lie elsewhere.</PanelState>
    );
  const width = size?.width ?? 0;
  const height = Math.max(0, (size?.height ?? 0) - axisHeight);
  return (
    <div ref={attach} className="relative h-full min-h-0 overflow-hidden">
      <svg
        role="img"
        aria-label={`Liquidity over the price: ${displayCount(ranges.length)} ranges`}
        width={width}
        height={height}
        className="block"
      >
        <path d={steppedArea(outline, width, height)} className="fill-accent/25 stroke-accent" />
        <path d={`M${width / 2} 0V${height}`} className="fill-none stroke-warn" />
      </svg>
      <p className="absolute top-1 left-2 text-caption text-ink-3">
        {displayCount(ranges.length)} ranges{moreRanges === 0 ? '' : ` · ${displayCount(moreRanges)} further away`}
      </p>
      <div className="flex justify-between px-2 text-caption text-ink-3">
        <span>{displayPrice(pool.price / widest)}</span>
        <span className="text-warn">{displayPrice(pool.price)}</span>
        <span>{displayPrice(pool.price * widest)}</span>
      </div>
    </div>
  );
}
