import type { JSX } from 'react';
import type { OpportunityRow, TicketRow, TokenRow } from '../../../app/contract/panelStream.ts';
import type { LinkSubject } from '../../../app/contract/workspace.ts';
import { Amount } from '../../components/Amount.tsx';
import { Route, routeText } from '../../components/Route.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { compareBigints, compareTexts, type TableColumn } from '../../components/tableColumn.ts';
import { copyableAmount } from '../../format/amount.ts';
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
  /** The token all rows count their profit in, if they share one. */
  readonly profitSymbol: string | undefined;
  /** The token or pool that the link group is at. */
  readonly marked: string | null;
}

function showSubject(subject: LinkSubject): void {
  drive('opportunities', subject);
}

export function opportunityColumns({
  tokens,
  nativeSymbol,
  profitSymbol,
  marked,
}: OpportunityColumnFacts): readonly TableColumn<OpportunityRow>[] {
  const inToken = (read: (row: OpportunityRow) => bigint) => (row: OpportunityRow) => {
    const { symbol, decimals } = tokenOf(tokens, row.profitToken);
    return (
      <Amount value={read(row)} decimals={decimals} symbol={symbol} withSymbol={profitSymbol === undefined} still />
    );
  };
  const copyToken = (read: (row: OpportunityRow) => bigint) => (row: OpportunityRow) =>
    copyableAmount(read(row), tokenOf(tokens, row.profitToken).decimals);
  const tokenTrack = profitSymbol === undefined ? '124px' : '84px';
  return [
    {
      id: 'route',
      header: 'Route',
      track: 'minmax(180px, 1.8fr)',
      compare: (a, b) => compareTexts(routeText(a.hops, tokens), routeText(b.hops, tokens)),
      cell: (row) => <Route hops={row.hops} tokens={tokens} marked={marked} onSubject={showSubject} />,
      copy: (row) => routeText(row.hops, tokens),
    },
    {
      id: 'size',
      header: 'Size in',
      unit: profitSymbol,
      track: tokenTrack,
      align: 'right',
      fromWidth: 520,
      compare: (a, b) => compareBigints(a.amountIn, b.amountIn),
      cell: inToken((row) => row.amountIn),
      copy: copyToken((row) => row.amountIn),
    },
    {
      id: 'gross',
      header: 'Gross',
      unit: profitSymbol,
      track: tokenTrack,
      align: 'right',
      fromWidth: 640,
      compare: (a, b) => compareBigints(a.gross, b.gross),
      cell: inToken((row) => row.gross),
      copy: copyToken((row) => row.gross),
    },
    {
      id: 'gas',
      header: 'Gas',
      unit: nativeSymbol,
      track: '66px',
      align: 'right',
      fromWidth: 720,
      compare: (a, b) => compareBigints(a.gasCost, b.gasCost),
      cell: (row) => <Amount value={row.gasCost} decimals={nativeDecimals} symbol={nativeSymbol} still />,
      copy: (row) => copyableAmount(row.gasCost, nativeDecimals),
    },
    {
      id: 'net',
      header: 'Net',
      unit: nativeSymbol,
      track: '96px',
      align: 'right',
      compare: (a, b) => compareBigints(a.net, b.net),
      cell: (row) => <Amount value={row.net} decimals={nativeDecimals} symbol={nativeSymbol} money />,
      copy: (row) => copyableAmount(row.net, nativeDecimals),
    },
    {
      id: 'age',
      header: 'Age',
      track: '48px',
      align: 'right',
      fromWidth: 460,
      compare: (a, b) => b.seenAtMs - a.seenAtMs,
      cell: (row) => <AgeCell seenAtMs={row.seenAtMs} />,
      copy: (row) => exactTime(row.seenAtMs),
    },
    {
      id: 'state',
      header: 'State',
      track: 'minmax(168px, 1fr)',
      compare: (a, b) => compareTexts(opportunityWords(a).words, opportunityWords(b).words),
      cell: (row) => <StateCell row={row} />,
      copy: (row) => opportunityWords(row).words,
    },
  ];
}
