import { type JSX, useMemo } from 'react';
import type { LedgerRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { Amount } from '../../components/Amount.tsx';
import { PanelState } from '../../components/PanelState.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';
import { useTokens, useTopic } from '../../state/panelStore.ts';
import { assetFacts } from './Books.tsx';

/** Entries drawn at once; the run report has them all. */
const shownEntries = 100;

interface Change {
  readonly asset: string;
  readonly amount: bigint;
}

/** What an entry changed for us per asset: its postings on our own accounts. */
export function ownChanges(entry: Pick<LedgerRow, 'postings'>): Change[] {
  const totals = new Map<string, bigint>();
  for (const { account, asset, amount } of entry.postings) {
    if (account === 'wallet' || account === 'executor') totals.set(asset, (totals.get(asset) ?? 0n) + amount);
  }
  return [...totals].filter(([, amount]) => amount !== 0n).map(([asset, amount]) => ({ asset, amount }));
}

function Changes({
  entry,
  tokens,
  nativeSymbol,
}: {
  entry: LedgerRow;
  tokens: ReadonlyMap<string, TokenRow>;
  nativeSymbol: string;
}): JSX.Element {
  return (
    <span className="flex gap-2">
      {ownChanges(entry).map(({ asset, amount }) => (
        <Amount key={asset} value={amount} {...assetFacts(asset, tokens, nativeSymbol)} money withSymbol />
      ))}
    </span>
  );
}

function postingsTitle(entry: LedgerRow, tokens: ReadonlyMap<string, TokenRow>, nativeSymbol: string): string {
  const lines = entry.postings.map(
    ({ account, asset, amount }) => `${account} ${amount} ${assetFacts(asset, tokens, nativeSymbol).symbol}`,
  );
  return [entry.memo, ...lines].join('\n');
}

/** The double-entry books, newest first: what each entry changed for us; its postings are on hover. */
export function Ledger({ nativeSymbol }: { nativeSymbol: string }): JSX.Element {
  const { rows } = useTopic('ledger');
  const tokens = useTokens();
  const newest = useMemo(() => [...rows.values()].reverse().slice(0, shownEntries), [rows]);
  if (newest.length === 0) {
    return <PanelState title="No entry yet">The books open with the first block of the epoch.</PanelState>;
  }
  return (
    <SmallTable
      label="Ledger entries"
      headers={['Time', 'Block', 'Entry', 'Change']}
      tracks="72px 60px minmax(56px,1fr) 196px"
      numeric={[1, 3]}
      rows={newest.map((entry) => ({
        id: entry.id,
        cells: [
          <span key="time" className="text-ink-2" title={exactTime(entry.atMs)}>
            {displayTimeSeconds(entry.atMs)}
          </span>,
          displayCount(entry.blockNumber),
          <span key="memo" className="truncate" title={postingsTitle(entry, tokens, nativeSymbol)}>
            {entry.kind} <span className="text-ink-2">{entry.memo}</span>
          </span>,
          <Changes key="change" entry={entry} tokens={tokens} nativeSymbol={nativeSymbol} />,
        ],
      }))}
    />
  );
}
