import type { JSX } from 'react';
import type { OptimisationReport } from '../../../app/contract/optimisation.ts';
import { displayPercent } from '../../format/statistic.ts';

const [width, height] = [320, 150];
const [left, right, top, bottom] = [52, 12, 10, 24];

interface Place {
  readonly risk: number;
  readonly brings: number;
}

/** Least risk for each expected return, and where the holdings stand before and after. */
export function Frontier({ report }: { report: OptimisationReport }): JSX.Element {
  const line = report.frontier.map(({ expectedShortfall, expectedReturn }): Place => {
    return { risk: expectedShortfall, brings: expectedReturn };
  });
  const before = { risk: report.before.expectedShortfall, brings: report.before.expectedReturn };
  const after = { risk: report.after.expectedShortfall, brings: report.after.expectedReturn };
  const all = [...line, before, after];
  const [riskLow, riskHigh] = [Math.min(...all.map(({ risk }) => risk)), Math.max(...all.map(({ risk }) => risk))];
  const [low, high] = [Math.min(...all.map(({ brings }) => brings)), Math.max(...all.map(({ brings }) => brings))];
  const share = (value: number, from: number, to: number): number => (to > from ? (value - from) / (to - from) : 0.5);
  const x = ({ risk }: Place): number => left + share(risk, riskLow, riskHigh) * (width - left - right);
  const y = ({ brings }: Place): number => height - bottom - share(brings, low, high) * (height - top - bottom);
  const label = 'fill-[var(--ink-3)] text-[9px]';
  return (
    <svg
      data-testid="frontier"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Efficient frontier: expected return a bar over expected shortfall"
      className="max-h-56 w-full shrink-0"
    >
      <line x1={left} x2={width - right} y1={height - bottom} y2={height - bottom} stroke="var(--rule)" />
      <line x1={left} x2={left} y1={top} y2={height - bottom} stroke="var(--rule)" />
      <text x={left - 4} y={height - bottom} textAnchor="end" className={label}>
        {displayPercent(low, 2)}
      </text>
      <text x={left - 4} y={top + 6} textAnchor="end" className={label}>
        {displayPercent(high, 2)}
      </text>
      <text x={left} y={height - 10} className={label}>
        ES {displayPercent(riskLow, 3)}
      </text>
      <text x={width - right} y={height - 10} textAnchor="end" className={label}>
        {displayPercent(riskHigh, 3)}
      </text>
      <polyline
        points={line.map((each) => `${x(each)},${y(each)}`).join(' ')}
        fill="none"
        stroke="var(--ink-2)"
        strokeWidth="1.25"
      />
      {line.map((each) => (
        <circle key={each.brings} cx={x(each)} cy={y(each)} r="1.8" fill="var(--ink-2)">
          <title>{`expected ${each.brings} a bar, expected shortfall ${each.risk}`}</title>
        </circle>
      ))}
      <circle cx={x(before)} cy={y(before)} r="3.5" fill="none" stroke="var(--warn)" strokeWidth="1.5" />
      <text x={x(before) + 6} y={y(before) + 3} className="fill-[var(--warn)] text-[9px]">
        before
      </text>
      <circle cx={x(after)} cy={y(after)} r="3.5" fill="var(--accent)" />
      <text x={x(after) + 6} y={y(after) - 4} className="fill-[var(--accent)] text-[9px]">
        after
      </text>
    </svg>
  );
}
