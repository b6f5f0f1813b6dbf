import { type JSX, useMemo, useState } from 'react';
import type { EquityRow } from '../../../app/contract/panelStream.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayTime } from '../../format/time.ts';
import { useTopic } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { EquityChart } from './EquityChart.tsx';
import { equityColumns } from './equityData.ts';

/** What the crosshair stands on, exact. */
function PointFacts({ point, symbol }: { point: EquityRow | undefined; symbol: string }): JSX.Element | null {
  if (point === undefined) return null;
  return (
    <p className="absolute top-1 right-3 z-10 bg-panel px-1 text-caption text-ink-2">
      {displayTime(point.atMs)} · block {displayCount(point.blockNumber)} ·{' '}
      <Amount value={point.net} decimals={nativeDecimals} symbol={symbol} money withSymbol /> · own{' '}
      <Amount value={point.total} decimals={nativeDecimals} symbol={symbol} withSymbol />
      {point.external === 0n ? null : (
        <>
          {' '}
          · from outside <Amount value={point.external} decimals={nativeDecimals} symbol={symbol} withSymbol />
        </>
      )}
    </p>
  );
}

/** What trading brought over time, at each block's prices; with all that is owned, and what came from outside, apart. */
export function EquityLine({ symbol }: { symbol: string }): JSX.Element {
  const { rows } = useTopic('equity');
  const [index, setIndex] = useState<number | null>(null);
  const columns = useMemo(() => equityColumns(rows.values()), [rows]);
  const points = useMemo(() => [...rows.values()].sort((a, b) => a.atMs - b.atMs), [rows]);
  if (rows.size === 0) {
    return <PanelState title="No balance read yet">The line begins with the first balances that are read.</PanelState>;
  }
  return (
    <figure aria-label={`Result of trading, ${rows.size} points`} className="relative h-full">
      <EquityChart columns={columns} onPoint={setIndex} />
      <PointFacts point={index === null ? undefined : points[index]} symbol={symbol} />
    </figure>
  );
}
