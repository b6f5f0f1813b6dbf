import type { JSX } from 'react';
import { heatColumns, heatPercent, type PoolDepth } from '../../../app/contract/liquidity.ts';
import { displayFeePercent } from '../../../app/domain/feePercent.ts';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { displayPrice } from '../../format/price.ts';
import { drive } from '../../state/links.ts';
import { displayMove } from './Ladder.tsx';

const edgePpm = heatColumns * heatPercent * 10_000;

/** Pools of one pair by price: the fuller a cell, the more lies there. A square root, so that what is small is seen too. */
export function HeatMap({ depth: { pool, heat } }: { depth: PoolDepth }): JSX.Element {
  const most = Math.max(0, ...heat.flatMap(({ cells }) => cells));
  if (most === 0) return <PanelState title="No liquidity near the price" />;
  return (
    <ScrollRegion label="Heat map" className="h-full">
      <table aria-label="Liquidity by pool and price" className="block w-full min-w-[420px]">
        <thead className="sticky top-0 z-1 block bg-panel">
          <tr className="grid h-6 grid-cols-[112px_minmax(0,1fr)] items-center border-b border-line text-caption text-ink-3">
            <th scope="col" className="truncate pl-2 text-left font-normal">
              Pool
            </th>
            <th scope="col" className="flex justify-between pr-2 font-normal">
              <span>{displayMove(-edgePpm)}</span>
              <span>{pool.price === null ? '' : displayPrice(pool.price)}</span>
              <span>{displayMove(edgePpm)}</span>
            </th>
          </tr>
        </thead>
        <tbody className="block">
          {heat.map(({ pool: id, venue, feePpm, cells }) => (
            <tr
              key={id}
              className={`grid h-6 grid-cols-[112px_minmax(0,1fr)] items-center border-b border-rule ${id === pool.id ? 'bg-selected' : ''}`}
            >
              <th scope="row" className="truncate pl-2 text-left font-normal">
                <button
                  type="button"
                  className="max-w-full truncate hover:text-accent"
                  title={id}
                  onClick={() => drive('pools', { kind: 'pool', address: id })}
                >
                  {venue} {displayFeePercent(feePpm)} %
                </button>
              </th>
              <td className="grid h-full auto-cols-fr grid-flow-col pr-2">
                {cells.map((cell, column) => (
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: a column is a step of the price
                    key={column}
                    title={`${stepText(column)}: ${displayPrice(cell)} ${pool.token1.symbol}`}
                    className={column === heatColumns ? 'border-l border-warn' : ''}
                    style={{
                      background: `color-mix(in srgb, var(--accent) ${Math.round(100 * Math.sqrt(cell / most))}%, transparent)`,
                    }}
                  />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** "+0.25 % to +0.5 %". */
function stepText(column: number): string {
  const from = (column - heatColumns) * heatPercent * 10_000;
  const text = (ppm: number): string => (ppm === 0 ? 'the price' : displayMove(ppm));
  return `${text(from)} to ${text(from + heatPercent * 10_000)}`;
}
