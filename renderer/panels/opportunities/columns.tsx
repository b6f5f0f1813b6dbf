import type { JSX } from 'react';
import { type OpportunityColumnId, opportunityColumnIds } from '../../../app/contract/opportunityView.ts';
import type { OpportunityRow, TicketRow, TokenRow } from '../../../app/contract/panelStream.ts';
import { routeText } from '../../../app/contract/routeText.ts';
import type { LinkSubject } from '../../../app/contract/workspace.ts';
import { Amount } from '../../components/Amount.tsx';
import { Route } from '../../components/Route.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import type { TableColumn } from '../../components/tableColumn.ts';
import { copyableAmount, displayCount } from '../../format/amount.ts';
import { displayAge, displayWholeAge, exactTime } from '../../format/time.ts';
import { opportunityWords } from '../../format/words.ts';
import { useClock } from '../../state/clock.ts';
import { drive } from '../../state/links.ts';
import { useRow, useTopic } from '../../state/panelStore.ts';
import { ticketFor } from '../../state/selection.ts';
import { nativeDecimals, tokenOf } from '../../state/tokens.ts';

function AgeCell({ seenAtMs }: { seenAtMs: number }): JSX.Element {
  const age = useClock((nowMs) => displayWholeAge(nowMs - seenAtMs));
  return (
    <span className="text-ink-2" title={exactTime(seenAtMs)}>
      {age}
    </span>
  );
}

function Countdown({ ticket }: { ticket: TicketRow }): JSX.Element {
  const left = useClock((nowMs) => displayAge(ticket.expiresAtMs - nowMs));
  return <> · {left}</>;
}

function AwaitingCountdown({ opportunityId }: { opportunityId: string }): JSX.Element | null {
  const { rows } = useTopic('tickets');
  const ticket = useRow('tickets', ticketFor(rows, { kind: 'opportunity', id: opportunityId })?.id ?? null);
  return ticket === undefined ? null : <Countdown ticket={ticket} />;
}

function StateCell({ row }: { row: OpportunityRow }): JSX.Element {
  const { tone, words, title } = opportunityWords(row);
  return (
    <StateLabel tone={tone} title={title === '' ? words : title}>
      {words}
      {row.state === 'awaitingApproval' ? <AwaitingCountdown opportunityId={row.id} /> : null}
    </StateLabel>
  );
}

/** The token all rows count their profit in, if they share one: then the header says it once. */
export function sharedSymbol(
  rows: readonly OpportunityRow[],
  tokens: ReadonlyMap<string, TokenRow>,
): string | undefined {
  const [first] = rows;
  if (first === undefined || rows.some(({ profitToken }) => profitToken !== first.profitToken)) return undefined;
  return tokenOf(tokens, first.profitToken).symbol;
}

export interface OpportunityColumnFacts {
  readonly tokens: ReadonlyMap<string, TokenRow>;
  readonly nativeSymbol: string;
  readonly chainName: string;
  /** The token all rows count their profit in, if they share one. */
  readonly profitSymbol: string | undefined;
  /** The token or pool that the link group is at. */
  readonly marked: string | null;
}

function showSubject(subject: LinkSubject): void {
  drive('opportunities', subject);
}

/** What a column is called in its header and in the list to choose from. */
export const columnNames: Readonly<Record<OpportunityColumnId, string>> = {
  route: 'Route',
  chain: 'Chain',
  strategy: 'Strategy',
  lender: 'Funded by',
  hops: 'Hops',
  size: 'Size in',
  gross: 'Gross',
  fee: 'Lender fee',
  gas: 'Gas',
  net: 'Net',
  block: 'Block',
  age: 'Age',
  state: 'State',
};

/** The column of this id, or null where there is none. */
export function columnOf(id: string): OpportunityColumnId | null {
  return opportunityColumnIds.find((known) => known === id) ?? null;
}

/** The chosen columns, always in the same order. The engine ranks by them: none compares anything itself. */
export function opportunityColumns(
  facts: OpportunityColumnFacts,
  chosen: readonly OpportunityColumnId[],
): readonly TableColumn<OpportunityRow>[] {
  const all = everyColumn(facts);
  const wanted = opportunityColumnIds.filter((id) => chosen.includes(id));
  // Nothing but figures would leave no room to grow.
  const growing = wanted.some((id) => id === 'route' || id === 'state');
  return wanted.map((id, index) => {
    const column = { ...all[id], id, header: columnNames[id] };
    return !growing && index === 0 ? { ...column, track: 'minmax(120px, 1fr)' } : column;
  });
}

type ColumnLook = Omit<TableColumn<OpportunityRow>, 'id' | 'header' | 'compare'>;

function everyColumn(facts: OpportunityColumnFacts): Readonly<Record<OpportunityColumnId, ColumnLook>> {
  const { tokens, nativeSymbol, chainName, profitSymbol, marked } = facts;
  // Each amount beside its own unit is wider: so many more pixels for each of the columns up to there.
  const wider = (columns: number): number => (profitSymbol === undefined ? columns * 40 : 0);
  const inToken = (fromWidth: number, read: (row: OpportunityRow) => bigint): ColumnLook => ({
    unit: profitSymbol,
    track: profitSymbol === undefined ? '124px' : '84px',
    align: 'right',
    fromWidth,
    cell: (row) => {
      const { symbol, decimals } = tokenOf(tokens, row.profitToken);
      return (
        <Amount value={read(row)} decimals={decimals} symbol={symbol} withSymbol={profitSymbol === undefined} still />
      );
    },
    copy: (row) => copyableAmount(read(row), tokenOf(tokens, row.profitToken).decimals),
  });
  const words = (track: string, fromWidth: number, read: (row: OpportunityRow) => string): ColumnLook => ({
    track,
    fromWidth,
    cell: (row) => (
      <span className="text-ink-2" title={read(row)}>
        {read(row)}
      </span>
    ),
    copy: read,
  });
  const count = (track: string, fromWidth: number, read: (row: OpportunityRow) => number): ColumnLook => ({
    track,
    align: 'right',
    fromWidth,
    cell: (row) => <span className="text-ink-2">{displayCount(read(row))}</span>,
    copy: (row) => String(read(row)),
  });
  return {
    route: {
      track: 'minmax(160px, 1.8fr)',
      cell: (row) => <Route hops={row.hops} tokens={tokens} marked={marked} onSubject={showSubject} />,
      copy: (row) => routeText(row.hops, tokens),
    },
    chain: words('96px', 560, () => chainName),
    strategy: words('104px', 560, (row) => row.strategy),
    lender: words('112px', 560, ({ loans }) =>
      loans.length === 0 ? 'flash swap' : loans.map(({ lender }) => lender).join(' + '),
    ),
    hops: count('44px', 480, ({ hops }) => hops.length),
    size: inToken(572 + wider(1), (row) => row.amountIn),
    gross: inToken(656 + wider(2), (row) => row.gross),
    fee: inToken(656 + wider(2), (row) => row.flashFee),
    gas: {
      unit: nativeSymbol,
      track: '66px',
      align: 'right',
      fromWidth: 722 + wider(2),
      cell: (row) => <Amount value={row.gasCost} decimals={nativeDecimals} symbol={nativeSymbol} still />,
      copy: (row) => copyableAmount(row.gasCost, nativeDecimals),
    },
    net: {
      unit: nativeSymbol,
      track: '96px',
      align: 'right',
      cell: (row) => <Amount value={row.net} decimals={nativeDecimals} symbol={nativeSymbol} money />,
      copy: (row) => copyableAmount(row.net, nativeDecimals),
    },
    block: count('72px', 480, ({ blockNumber }) => blockNumber),
    age: {
      track: '48px',
      align: 'right',
      fromWidth: 488,
      cell: (row) => <AgeCell seenAtMs={row.seenAtMs} />,
      copy: (row) => exactTime(row.seenAtMs),
    },
    state: {
      track: 'minmax(168px, 1fr)',
      cell: (row) => <StateCell row={row} />,
      copy: (row) => opportunityWords(row).words,
    },
  };
}
