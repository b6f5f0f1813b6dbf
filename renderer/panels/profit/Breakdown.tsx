import { type JSX, useMemo, useState } from 'react';
import type { BreakdownRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { type BreakdownDimension, breakdownDimensions } from '../../../app/domain/breakdown.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { compareBigints } from '../../components/tableColumn.ts';
import { displayCount } from '../../format/amount.ts';
import { useMarkedAddress } from '../../state/links.ts';
import { useTokens, useTopic } from '../../state/panelStore.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { assetFacts } from './Books.tsx';

/** `lost to a rival`, or the symbol of a token. */
function nameOf({ by, name }: BreakdownRow, tokens: ReadonlyMap<string, TokenRow>, symbol: string): string {
  return by === 'token' ? assetFacts(name, tokens, symbol).symbol : name;
}

export interface TokenSumsProps {
  readonly sums: readonly { readonly token: string; readonly amount: bigint }[];
  readonly nativeSymbol: string;
}

/** Amounts of several tokens, each with its symbol: they are never added up. */
export function TokenSums({ sums, nativeSymbol }: TokenSumsProps): JSX.Element {
  const tokens = useTokens();
  if (sums.length === 0) return <span className="text-ink-3">—</span>;
  return (
    <span className="flex gap-2">
      {sums.map(({ token, amount }) => (
        <Amount key={token} value={amount} {...assetFacts(token, tokens, nativeSymbol)} money withSymbol />
      ))}
    </span>
  );
}

function titled(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Profit and loss of the epoch, told apart by one thing at a time; each view adds up to the same totals. */
export function BreakdownTable({ nativeSymbol }: { nativeSymbol: string }): JSX.Element {
  const { rows } = useTopic('breakdown');
  const tokens = useTokens();
  const marked = useMarkedAddress('profit');
  const [by, setBy] = useState<BreakdownDimension>('strategy');
  const shown = useMemo(
    () => [...rows.values()].filter((row) => row.by === by).sort((a, b) => compareBigints(b.net, a.net)),
    [rows, by],
  );
  if (rows.size === 0)
    return <PanelState title="No order yet">It begins with the first order, whether it lands or not.</PanelState>;
  const native = { decimals: nativeDecimals, symbol: nativeSymbol };
  return (
    <>
      <div
        role="radiogroup"
        aria-label="Told apart by"
        className="sticky left-0 flex gap-1 border-b border-line px-1.5"
      >
        {breakdownDimensions.map((dimension) => (
          <label
            key={dimension}
            className="flex h-6 items-center px-1.5 text-caption text-ink-3 hover:text-ink has-checked:text-accent has-focus-visible:outline"
          >
            <input
              type="radio"
              name="breakdown"
              className="sr-only"
              checked={by === dimension}
              onChange={() => setBy(dimension)}
            />
            {dimension}
          </label>
        ))}
      </div>
      <SmallTable
        label={`Profit and loss by ${by}`}
        headers={[
          titled(by),
          'Landed',
          'Failed',
          `Net ${nativeSymbol}`,
          'Predicted',
          'Gas',
          'Tips',
          'For nothing',
          'Flash fees',
          'Gross',
        ]}
        tracks="minmax(152px,1.6fr) 72px 46px 70px 70px 66px 72px 76px minmax(88px,0.6fr) minmax(120px,1fr)"
        numeric={[1, 2, 3, 4, 5, 6, 7]}
        minWidth={840}
        folds={[4, 5, 6, 7, 8, 9]}
        rows={shown.map((row) => ({
          id: row.id,
          marked: by === 'token' && row.name === marked,
          cells: [
            <span key="name" title={nameOf(row, tokens, nativeSymbol)}>
              {nameOf(row, tokens, nativeSymbol)}
            </span>,
            `${displayCount(row.landed)} of ${displayCount(row.orders)}`,
            displayCount(row.failed),
            <Amount key="net" value={row.net} {...native} money />,
            <Amount key="predicted" value={row.predictedNet} {...native} />,
            <Amount key="gas" value={row.gas} {...native} />,
            <span key="tips" title={row.tipsUnknown === 0 ? '' : `of ${row.tipsUnknown} more it is not known`}>
              <Amount value={row.tips} {...native} />
              {row.tipsUnknown === 0 ? '' : ' + ?'}
            </span>,
            <Amount key="failures" value={row.failureCost} {...native} />,
            <TokenSums key="flashFees" sums={row.flashFees} nativeSymbol={nativeSymbol} />,
            <TokenSums key="gross" sums={row.gross} nativeSymbol={nativeSymbol} />,
          ],
        }))}
      />
    </>
  );
}
