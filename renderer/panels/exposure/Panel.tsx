import type { JSX } from 'react';
import type { ExposureAnswer } from '../../../app/contract/exposure.ts';
import { formatUnits } from '../../../app/domain/amount.ts';
import type { RunMode } from '../../../app/domain/mode.ts';
import { BlockFacts } from '../../components/BlockFacts.tsx';
import { ExportButtons } from '../../components/ExportButtons.tsx';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { ScrollRegion } from '../../components/ScrollRegion.tsx';
import { displayAmount, displayCount, exactTitle } from '../../format/amount.ts';
import { displayPercent } from '../../format/statistic.ts';
import type { PlainTable } from '../../format/table.ts';
import { useStatus } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { type Heat, type HeatRow, heatOf } from './heat.ts';
import { useExposure } from './useExposure.ts';

function tableOf({ rows }: Heat, mode: RunMode): PlainTable {
  return {
    columns: ['mode', 'chain', 'token', 'strategy', 'amount', 'valueNative'],
    rows: rows.flatMap(({ chain, symbol, decimals, cells }) =>
      cells.map(({ strategy, amount, value }) => [
        mode,
        chain,
        symbol,
        strategy,
        formatUnits(amount, decimals),
        value === null ? null : formatUnits(value, nativeDecimals),
      ]),
    ),
  };
}

const share = (part: bigint, whole: bigint): number => (whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1e6);

/** Size by opacity, direction by colour; the number says both. */
function groundOf(value: bigint | null, largest: bigint): string | undefined {
  if (value === null || value === 0n) return undefined;
  const strength = Math.round(8 + Math.abs(share(value, largest)) * 37);
  return `color-mix(in srgb, var(${value < 0n ? '--loss' : '--accent'}) ${strength}%, var(--panel))`;
}

const headClass = 'truncate px-2 text-caption leading-6 font-normal text-ink-3';
const cellClass = 'h-8 min-w-0 border border-panel px-2 text-right text-ink';

function Cells({ row, heat, symbol }: { row: HeatRow; heat: Heat; symbol: string }): JSX.Element {
  return (
    <>
      {heat.strategies.map((strategy) => {
        const cell = row.cells.find((each) => each.strategy === strategy);
        if (cell === undefined)
          return <td key={strategy} data-testid="exposure-cell" className={`${cellClass} text-ink-3`} />;
        const { amount, value } = cell;
        const exact = exactTitle(amount, row.decimals, row.symbol);
        return (
          <td
            key={strategy}
            data-testid="exposure-cell"
            className={cellClass}
            style={{ background: groundOf(value, heat.largest) }}
            title={`${row.chain}, ${row.symbol}, ${strategy}\n${exact}\n${value === null ? 'no price' : exactTitle(value, nativeDecimals, symbol)}`}
          >
            <div className="truncate leading-4">
              {value === null ? 'no price' : displayAmount(value, nativeDecimals)}
            </div>
            <div className="truncate text-caption leading-3.5">
              {displayAmount(amount, row.decimals)} {row.symbol}
            </div>
          </td>
        );
      })}
    </>
  );
}

function HeatMap({ heat, exposure }: { heat: Heat; exposure: ExposureAnswer }): JSX.Element {
  const { strategies, rows, totals, total, underWay } = heat;
  const { nativeSymbol } = exposure;
  const tracks = {
    gridTemplateColumns: `minmax(120px, 1.4fr) repeat(${strategies.length}, minmax(112px, 1fr)) minmax(112px, 1fr)`,
  };
  const minWidth = 232 + 112 * strategies.length;
  const footer = (label: string, values: readonly bigint[], whole: bigint): JSX.Element => (
    <tr className="grid border-t border-line" style={tracks}>
      <th scope="row" className="truncate px-2 text-left text-caption leading-6 font-normal text-ink-2">
        {label}
      </th>
      {[...values, whole].map((value, i) => (
        <td
          // biome-ignore lint/suspicious/noArrayIndexKey: columns never reorder
          key={i}
          className="truncate px-2 text-right leading-6"
          title={exactTitle(value, nativeDecimals, nativeSymbol)}
        >
          {displayAmount(value, nativeDecimals)}
        </td>
      ))}
    </tr>
  );
  return (
    <table
      data-testid="exposure-map"
      aria-label="Exposure by chain, token and strategy"
      className="block"
      style={{ minWidth }}
    >
      <thead className="sticky top-0 z-1 block bg-panel">
        <tr className="grid border-b border-line" style={tracks}>
          <th scope="col" className={`${headClass} text-left`}>
            Chain, token
          </th>
          {strategies.map((strategy) => (
            <th key={strategy} scope="col" className={`${headClass} text-right`} title={strategy}>
              {strategy}
            </th>
          ))}
          <th scope="col" className={`${headClass} text-right`}>
            {nativeSymbol}, share
          </th>
        </tr>
      </thead>
      <tbody className="block">
        {rows.map((row) => (
          <tr key={row.id} data-testid="exposure-row" className="grid" style={tracks}>
            <th scope="row" className="min-w-0 px-2 text-left font-normal" title={`${row.symbol} on ${row.chain}`}>
              <div className="truncate leading-4">{row.symbol}</div>
              <div className="truncate text-caption leading-3.5 text-ink-3">
                {row.chain}
                {row.isCash ? ', cash' : ''}
              </div>
            </th>
            <Cells row={row} heat={heat} symbol={nativeSymbol} />
            <td className="min-w-0 px-2 text-right">
              <div className="truncate leading-4">
                {row.value === null ? 'no price' : displayAmount(row.value, nativeDecimals)}
              </div>
              <div className="text-caption leading-3.5 text-ink-2">
                {row.value === null ? '' : displayPercent(share(row.value, total))}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot className="block">
        {footer('All', totals, total)}
        {footer(
          'Under way, at worst',
          underWay,
          underWay.reduce((sum, value) => sum + value, 0n),
        )}
      </tfoot>
    </table>
  );
}

/** What is held by chain, token and the strategy that earned it, of this window's mode alone. */
export function ExposurePanel(): JSX.Element {
  const { data, error } = useExposure();
  const mode = useStatus((status) => status.mode);
  if (data === undefined || mode === undefined)
    return error === null ? (
      <PanelState title="Waiting for the books">The engine is asked for what is held.</PanelState>
    ) : (
      <PanelState title={error.message}>It is asked again every two seconds.</PanelState>
    );
  if (data.holdings.length === 0)
    return <PanelState title="Nothing is held yet">The first look at the books begins the map.</PanelState>;
  const heat = heatOf(data);
  const { blockNumber, nativeSymbol, chain } = data;
  return (
    <div className={`flex h-full min-h-0 flex-col ${error === null ? '' : 'opacity-70'}`}>
      <div className="flex shrink-0 items-center justify-between gap-2 border-b border-rule px-2 py-1">
        <span className="flex min-w-0 items-center gap-2 text-caption text-ink-2">
          <ModeLabel mode={mode} />
          <span className="truncate">
            values in {nativeSymbol}
            {heat.unpriced === 0 ? '' : ` · ${displayCount(heat.unpriced)} without a price count as nothing`}
          </span>
        </span>
        <ExportButtons
          name="exposure"
          table={tableOf(heat, mode)}
          about={{ mode, chain, blockNumber, nativeSymbol, underWayAtWorst: heat.underWay.map(String) }}
        />
      </div>
      <ScrollRegion label="What is held, by strategy" className="min-h-0 flex-1">
        <HeatMap heat={heat} exposure={data} />
      </ScrollRegion>
    </div>
  );
}

/** In the panel's header: where it comes from and how old it is. */
export function ExposureFacts(): JSX.Element {
  const { data, error } = useExposure();
  return <BlockFacts asOf={data} isFailing={error !== null} />;
}
