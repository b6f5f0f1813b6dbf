import { type JSX, useMemo } from 'react';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { compareBigints } from '../../components/tableColumn.ts';
import { displayCount } from '../../format/amount.ts';
import { useTopic } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { TokenSums } from './Breakdown.tsx';

const caveat =
  'Would have paid: our own prediction at the last block before, net of gas; that we would have got it is not certain. ' +
  'Tips are priority fees; payments inside a transaction are not seen. Earned only where their transfers tell it exactly.';

/** Who took routes that we went for, or saw and did not take, and what that would have paid. */
export function RivalsTable({ nativeSymbol }: { nativeSymbol: string }): JSX.Element {
  const { rows } = useTopic('rivals');
  const shown = useMemo(
    () => [...rows.values()].sort((a, b) => compareBigints(b.lostNet + b.missedNet, a.lostNet + a.missedNet)),
    [rows],
  );
  if (shown.length === 0)
    return (
      <PanelState title="Nobody took a route yet">
        A rival appears when it moves the pools of a route that we went for, or saw pay in the block before.
      </PanelState>
    );
  const native = { decimals: nativeDecimals, symbol: nativeSymbol };
  return (
    <>
      <p
        className="sticky left-0 line-clamp-1 border-b border-line px-2 py-1 text-caption text-ink-3 hover:line-clamp-none"
        title={caveat}
      >
        {caveat}
      </p>
      <SmallTable
        label="What rivals took"
        headers={[
          'Rival',
          'Lost',
          'Missed',
          `Would have paid ${nativeSymbol}`,
          'Their tips',
          'Last block',
          'They earned',
        ]}
        tracks="96px 40px 52px 128px 76px 68px minmax(180px,1fr)"
        numeric={[1, 2, 3, 4, 5]}
        minWidth={648}
        folds={[4, 5, 6]}
        rows={shown.map((row) => ({
          id: row.id,
          cells: [
            <span key="rival" className="font-mono" title={`${row.id} · last ${row.lastRoute}`}>
              {row.id === 'others' ? row.id : `${row.id.slice(0, 6)}…${row.id.slice(-4)}`}
            </span>,
            displayCount(row.lost),
            displayCount(row.missed),
            <Amount key="net" value={row.lostNet + row.missedNet} {...native} />,
            <span key="tips">
              <Amount value={row.tips} {...native} />
              {row.tipsUnknown === 0 ? '' : ` + ${row.tipsUnknown} unknown`}
            </span>,
            displayCount(row.lastBlock),
            <span key="earned" className="flex gap-2">
              {row.earned.length === 0 ? null : <TokenSums sums={row.earned} nativeSymbol={nativeSymbol} />}
              {row.earnedUnknown === 0 ? null : <span className="text-ink-3">{row.earnedUnknown} unknown</span>}
            </span>,
          ],
        }))}
      />
    </>
  );
}
