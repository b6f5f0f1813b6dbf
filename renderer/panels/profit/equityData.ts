import type { EquityRow } from '../../../app/contract/panelStream.ts';
import { toNumberForDisplay } from '../../../app/domain/amount.ts';
import { nativeDecimals } from '../../state/tokens.ts';

/** uPlot's columns: seconds, cumulative net in the native currency, and how far that is below its highest, at most 0. For the eye only: the exact values stay in the rows. */
export type EquityColumns = readonly [timesS: readonly number[], nets: readonly number[], falls: readonly number[]];

export function equityColumns(rows: Iterable<EquityRow>): EquityColumns {
  const ordered = [...rows].sort((a, b) => a.atMs - b.atMs);
  // It began with nothing earned.
  let highest = 0n;
  const falls = ordered.map(({ net }) => {
    if (net > highest) highest = net;
    return toNumberForDisplay(net - highest, nativeDecimals);
  });
  return [
    ordered.map(({ atMs }) => atMs / 1000),
    ordered.map(({ net }) => toNumberForDisplay(net, nativeDecimals)),
    falls,
  ];
}
