import type { EquityRow } from '../../../app/contract/panelStream.ts';
import { toNumberForDisplay } from '../../../app/domain/amount.ts';
import { nativeDecimals } from '../../state/tokens.ts';

/** uPlot's columns: seconds, and cumulative net in the native currency. For the eye only: the exact values stay in the rows. */
export type EquityColumns = readonly [timesS: readonly number[], nets: readonly number[]];

export function equityColumns(rows: Iterable<EquityRow>): EquityColumns {
  const ordered = [...rows].sort((a, b) => a.atMs - b.atMs);
  return [ordered.map(({ atMs }) => atMs / 1000), ordered.map(({ net }) => toNumberForDisplay(net, nativeDecimals))];
}
