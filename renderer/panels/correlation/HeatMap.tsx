import type { JSX } from 'react';
import type { CorrelationReport } from '../../../app/contract/correlation.ts';
import { displayNumber } from '../../format/statistic.ts';

/** Cells narrower than this say their number on hover alone. */
const mostNumbered = 14;

/** Strength by opacity, direction by colour; the number says both. */
function groundOf(correlation: number): string {
  const strength = Math.round(Math.abs(correlation) * 70);
  return `color-mix(in srgb, var(${correlation < 0 ? '--loss' : '--accent'}) ${strength}%, var(--panel))`;
}

/** Correlations as a square of cells, in an order that puts together what moves together. */
export function HeatMap({ report: { names, order, matrix } }: { report: CorrelationReport }): JSX.Element {
  const tracks = `minmax(72px, 132px) repeat(${order.length}, minmax(18px, 1fr))`;
  return (
    <table data-testid="correlation-map" aria-label="Correlations" className="block min-w-0 p-2">
      <thead className="block">
        <tr className="grid" style={{ gridTemplateColumns: tracks }}>
          <th scope="col" className="sr-only">
            Series
          </th>
          <td />
          {order.map((column) => (
            <th
              key={column}
              scope="col"
              title={names[column]}
              className="truncate px-1 text-center text-caption font-normal text-ink-3"
            >
              {names[column]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {order.map((row) => (
          <tr key={row} className="grid" style={{ gridTemplateColumns: tracks }}>
            <th
              scope="row"
              title={names[row]}
              className="truncate pr-2 text-right text-caption leading-6 font-normal text-ink-2"
            >
              {names[row]}
            </th>
            {order.map((column) => {
              const correlation = matrix[row]?.[column] ?? 0;
              return (
                <td
                  key={column}
                  data-testid="correlation-cell"
                  className="h-6 border border-panel text-center text-caption leading-6 text-ink"
                  style={{ background: groundOf(correlation) }}
                  title={`${names[row]} and ${names[column]}: ${correlation}`}
                >
                  {order.length <= mostNumbered ? displayNumber(correlation, 2) : null}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
