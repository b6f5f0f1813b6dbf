import { type JSX, useMemo } from 'react';
import type { OpportunityDetail } from '../../../app/contract/opportunityDetail.ts';
import { displayAmount } from '../../format/amount.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { curveView } from './curveView.ts';

const width = 400;
const height = 120;

/** Net by size, the opportunity's own size marked; every point an exact quote at its block. */
export function ProfitCurve({
  detail,
  symbol,
  decimals,
  nativeSymbol,
}: {
  detail: OpportunityDetail;
  symbol: string;
  decimals: number;
  nativeSymbol: string;
}): JSX.Element {
  const view = useMemo(() => curveView(detail, width, height), [detail]);
  if (view === null) return <p className="py-1 text-ink-3">Its pools gave no quotes at other sizes.</p>;
  const { path, zeroY, optimum, best, most } = view;
  const size = (amount: bigint): string => `${displayAmount(amount, decimals)} ${symbol}`;
  const net = `${displayAmount(best.net, nativeDecimals, 'always')} ${nativeSymbol}`;
  return (
    <figure>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Net by size: best ${net} at ${size(best.amountIn)}`}
        className="h-[120px] w-full overflow-visible"
        data-testid="profit-curve"
      >
        <line x1={0} x2={width} y1={zeroY} y2={zeroY} className="stroke-line" vectorEffect="non-scaling-stroke" />
        <line
          x1={optimum.x}
          x2={optimum.x}
          y1={optimum.y}
          y2={height}
          strokeDasharray="3 3"
          className="stroke-accent"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={path}
          fill="none"
          strokeWidth={1.5}
          strokeLinejoin="round"
          className="stroke-gain"
          vectorEffect="non-scaling-stroke"
        />
        <path
          d={`M${optimum.x} ${optimum.y}h0`}
          strokeWidth={7}
          strokeLinecap="round"
          className="stroke-accent"
          vectorEffect="non-scaling-stroke"
          data-testid="curve-optimum"
        />
      </svg>
      <figcaption className="text-caption text-ink-3">
        <span className="flex justify-between">
          <span>0 {symbol}</span>
          <span>{size(most)}</span>
        </span>
        <span className="text-ink-2">
          its size {size(detail.amountIn)} · best of {detail.curve.length} sizes {net} at {size(best.amountIn)}
        </span>
      </figcaption>
    </figure>
  );
}
