import type { JSX } from 'react';
import type { SizingReport } from '../../../app/contract/sizing.ts';
import { displayNumber, displayPercent } from '../../format/statistic.ts';

const [width, height] = [320, 140];
const [left, right, top, bottom] = [12, 12, 12, 22];

/** Growth and the chance of ruin over what is staked, from nothing to twice full Kelly. */
export function RuinCurve({ report: { curve, kelly } }: { report: SizingReport }): JSX.Element | null {
  const most = curve.at(-1)?.stake;
  if (most === undefined || most <= 0) return null;
  const best = Math.max(...curve.map(({ growth }) => growth));
  const x = (stake: number): number => left + (stake / most) * (width - left - right);
  const y = (share: number): number => height - bottom - Math.max(0, share) * (height - top - bottom);
  const line = (of: (each: SizingReport['curve'][number]) => number): string =>
    curve.map((each) => `${x(each.stake)},${y(of(each))}`).join(' ');
  const label = 'fill-[var(--ink-3)] text-[9px]';
  return (
    <svg
      data-testid="ruin-curve"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Growth and the chance of losing half, by what is staked"
      className="h-44 w-full shrink-0"
    >
      <line x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} stroke="var(--rule)" />
      <polyline points={line(({ growth }) => growth / best)} fill="none" stroke="var(--gain)" strokeWidth="1.25" />
      <polyline points={line(({ ruin }) => ruin)} fill="none" stroke="var(--loss)" strokeWidth="1.25" />
      {kelly.stake <= most ? (
        <line x1={x(kelly.stake)} x2={x(kelly.stake)} y1={top} y2={height - bottom} stroke="var(--accent)" />
      ) : null}
      <text x={left} y={height - 8} className={label}>
        stake 0
      </text>
      <text x={width / 2} y={height - 8} textAnchor="middle" className={label}>
        full Kelly {displayPercent(kelly.full)}
      </text>
      <text x={width - right} y={height - 8} textAnchor="end" className={label}>
        {displayPercent(most)}
      </text>
      <text x={left + 2} y={top} className="fill-[var(--gain)] text-[9px]">
        growth, at best {displayNumber(best)} a trade
      </text>
      <text x={width - right} y={top} textAnchor="end" className="fill-[var(--loss)] text-[9px]">
        chance of ever losing half
      </text>
    </svg>
  );
}
