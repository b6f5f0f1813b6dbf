import { type JSX, useMemo } from 'react';
import type { BalanceRow, TokenRow } from '../../../app/contract/panelStream.ts';
import type { Address } from '../../../app/domain/hex.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { displayAmount, displayCount, displayExact } from '../../format/amount.ts';
import { drive, useMarkedAddress } from '../../state/links.ts';
import { useTokens, useTopic } from '../../state/panelStore.ts';
import { useOnPaper } from '../../state/paper.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';

export interface AssetFacts {
  readonly symbol: string;
  readonly decimals: number;
}

/** A ledger asset: the native currency or a token by its address. */
export function assetFacts(asset: string, tokens: ReadonlyMap<string, TokenRow>, nativeSymbol: string): AssetFacts {
  return asset === 'native' ? { symbol: nativeSymbol, decimals: nativeDecimals } : tokenOf(tokens, asset as Address);
}

function Agreement({ row, facts }: { row: BalanceRow; facts: AssetFacts }): JSX.Element {
  const difference = row.books - row.chain;
  if (difference === 0n) {
    return (
      <StateLabel tone="good" title={`as of block ${row.blockNumber}`}>
        equal · {displayCount(row.blockNumber)}
      </StateLabel>
    );
  }
  return (
    <StateLabel
      tone="bad"
      title={`books less chain is ${displayExact(difference, facts.decimals, 'always')} ${facts.symbol}, as of block ${row.blockNumber}`}
    >
      differ by {displayAmount(difference, facts.decimals, 'always')}
    </StateLabel>
  );
}

/** A token's symbol: a click shows the token in the panels of the same link group. The native currency is in no pool. */
function Asset({ asset, symbol }: { asset: string; symbol: string }): JSX.Element {
  if (asset === 'native') return <span className="text-ink-2">{symbol}</span>;
  return (
    <button
      type="button"
      className="text-ink-2 hover:text-accent"
      data-testid="balance-token"
      onClick={() => drive('profit', { kind: 'token', address: asset as Address })}
    >
      {symbol}
    </button>
  );
}

/** Each balance of ours as the books have it beside what the chain has; on paper, with what its fills brought and cost on top. */
export function Balances({ nativeSymbol }: { nativeSymbol: string }): JSX.Element {
  const { rows } = useTopic('balances');
  const onPaper = useOnPaper();
  const tokens = useTokens();
  const marked = useMarkedAddress('profit');
  const ordered = useMemo(() => [...rows.values()].sort((a, b) => (a.id < b.id ? 1 : -1)), [rows]);
  if (ordered.length === 0) {
    return <PanelState title="No balance yet">The books open with the first block of the epoch.</PanelState>;
  }
  return (
    <SmallTable
      label="Books and chain"
      headers={['Account', 'Books', onPaper ? 'On paper' : 'Chain', 'State']}
      tracks="minmax(92px,1fr) minmax(64px,0.8fr) minmax(64px,0.8fr) minmax(132px,1.2fr)"
      numeric={[1, 2]}
      rows={ordered.map((row) => {
        const facts = assetFacts(row.asset, tokens, nativeSymbol);
        return {
          id: row.id,
          marked: row.asset === marked,
          cells: [
            <>
              {row.account} <Asset asset={row.asset} symbol={facts.symbol} />
            </>,
            <Amount key="books" value={row.books} {...facts} />,
            <Amount key="chain" value={row.chain} {...facts} />,
            <Agreement key="state" row={row} facts={facts} />,
          ],
        };
      })}
    />
  );
}
