import type { JSX } from 'react';
import type { PoolDepth } from '../../../app/contract/liquidity.ts';
import { toNumberForDisplay } from '../../../app/domain/amount.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { useElementSize } from '../../components/useElementSize.ts';
import { displayPrice } from '../../format/price.ts';
import { displayMove } from './Ladder.tsx';
import type { Place } from './plot.ts';

/** Moves of the price that are drawn: beyond them a depth says little about a trade. */
const widestPpm = 100_000;
const axisHeight = 16;

/** Both sides in token1: what is asked above the price, what is given below. Nearest to the price first. */
export function depthSides({ pool: { token1 }, levels }: PoolDepth): {
  readonly up: readonly Place[];
  readonly down: readonly Place[];
  readonly most: number;
} {
  const near = levels.filter(({ ppm }) => Math.abs(ppm) <= widestPpm);
  const amount = ({ ppm, in: asked, out }: PoolDepth['levels'][number]): number =>
    toNumberForDisplay(ppm > 0 ? asked : out, token1.decimals);
  const most = Math.max(0, ...near.map(amount));
  const side = (rises: boolean): Place[] => {
    const chosen = near.filter(({ ppm }) => ppm > 0 === rises).sort((a, b) => Math.abs(a.ppm) - Math.abs(b.ppm));
    const places = chosen.map((level) => ({
      x: (1 + level.ppm / widestPpm) / 2,
      y: most === 0 ? 0 : amount(level) / most,
    }));
    return [{ x: 0.5, y: 0 }, ...places];
  };
  return { up: side(true), down: side(false), most };
}

/** How much token1 moves the price how far. */
export function DepthChart({ depth }: { depth: PoolDepth }): JSX.Element {
  const [attach, size] = useElementSize();
  const { pool, levels } = depth;
  if (levels.length === 0) return <PanelState title="The pool is empty" />;
  const { up, down, most } = depthSides(depth);
  const width = size?.width ?? 0;
  const height = Math.max(0, (size?.height ?? 0) - axisHeight);
  const line = (places: readonly Place[]): string =>
    places.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x * width} ${(1 - y) * height}`).join('');
  const area = (places: readonly Place[]): string =>
    `${line(places)}L${(places.at(-1)?.x ?? 0) * width} ${height}L${width / 2} ${height}Z`;
  return (
    <div ref={attach} className="relative h-full min-h-0 overflow-hidden">
      <svg
        role="img"
        aria-label={`Depth of the pool within 10 % of its price: up to ${displayPrice(most)} ${pool.token1.symbol}`}
        width={width}
        height={height}
        className="block"
      >
        <path d={area(down)} className="fill-gain/15" />
        <path d={line(down)} className="fill-none stroke-gain" />
        <path d={area(up)} className="fill-loss/15" />
        <path d={line(up)} className="fill-none stroke-loss" />
        <path d={`M${width / 2} 0V${height}`} className="fill-none stroke-line" />
      </svg>
      <p className="absolute top-1 left-2 text-caption text-ink-3">
        {displayPrice(most)} {pool.token1.symbol}
      </p>
      <div className="flex justify-between px-2 text-caption text-ink-3">
        <span>sells {displayMove(-widestPpm)}</span>
        <span>{pool.price === null ? '' : displayPrice(pool.price)}</span>
        <span>buys {displayMove(widestPpm)}</span>
      </div>
    </div>
  );
}
