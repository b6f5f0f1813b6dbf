import type { JSX } from 'react';
import type { OrderRow } from '../../../app/contract/panelStream.ts';
import { Amount } from '../../components/Amount.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { compareBigints, compareTexts, type TableColumn } from '../../components/tableColumn.ts';
import { copyableAmount, displayCount } from '../../format/amount.ts';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';
import { orderWords } from '../../format/words.ts';
import { nativeDecimals } from '../../state/tokens.ts';

/** Where it landed, if it did: `landed #2 of 18 203` is the second transaction of that block; on paper `landed on paper #2 of 18 203`. */
export function outcomeWords(row: OrderRow, onPaper: boolean): string {
  const { words: plain } = orderWords(row);
  const words = onPaper && row.blockNumber !== null ? `${plain} on paper` : plain;
  if (row.blockNumber === null || row.detail.trim() !== '') return words;
  const place = row.transactionIndex === null ? 'in' : `#${row.transactionIndex + 1} of`;
  return `${words} ${place} ${displayCount(row.blockNumber)}`;
}

function Outcome({ row, onPaper }: { row: OrderRow; onPaper: boolean }): JSX.Element {
  const { tone, title } = orderWords(row);
  const words = outcomeWords(row, onPaper);
  const facts = [words, title, row.detail, row.transactionHash ?? 'not sent yet', `nonce ${row.nonce}`];
  return (
    <StateLabel tone={tone} title={[...new Set(facts)].filter((fact) => fact !== '').join('\n')}>
      {words}
    </StateLabel>
  );
}

function Optional({
  value,
  symbol,
  money = false,
}: {
  value: bigint | null;
  symbol: string;
  money?: boolean;
}): JSX.Element {
  if (value === null) return <span className="text-ink-3">—</span>;
  return <Amount value={value} decimals={nativeDecimals} symbol={symbol} money={money} />;
}

const copyOptional = (value: bigint | null): string => (value === null ? '' : copyableAmount(value, nativeDecimals));

export function orderColumns(nativeSymbol: string, onPaper: boolean): readonly TableColumn<OrderRow>[] {
  return [
    {
      id: 'time',
      header: 'Time',
      track: '64px',
      compare: (a, b) => a.createdAtMs - b.createdAtMs,
      cell: (row) => (
        <span className="text-ink-2" title={exactTime(row.createdAtMs)}>
          {displayTimeSeconds(row.createdAtMs)}
        </span>
      ),
      copy: (row) => exactTime(row.createdAtMs),
    },
    {
      id: 'route',
      header: 'Route',
      track: 'minmax(96px, 1.15fr)',
      compare: (a, b) => compareTexts(a.route, b.route),
      cell: (row) => (
        <span className="fading-edge block overflow-hidden" title={row.route}>
          {row.kind === 'cancel' ? `cancel nonce ${row.nonce}` : row.route}
        </span>
      ),
      copy: (row) => row.route,
    },
    {
      id: 'submission',
      header: 'Sent to',
      track: '64px',
      fromWidth: 600,
      compare: (a, b) => compareTexts(a.submission, b.submission),
      cell: (row) => (
        <span className="block truncate text-ink-2" title={row.submission}>
          {row.submission.split(' ', 1)}
        </span>
      ),
      copy: (row) => row.submission,
    },
    {
      id: 'predicted',
      header: 'Predicted',
      unit: nativeSymbol,
      track: '92px',
      align: 'right',
      fromWidth: 740,
      compare: (a, b) => compareBigints(a.predictedNet, b.predictedNet),
      cell: (row) => <Optional value={row.predictedNet} symbol={nativeSymbol} />,
      copy: (row) => copyOptional(row.predictedNet),
    },
    {
      id: 'real',
      header: 'Net',
      unit: nativeSymbol,
      track: '84px',
      align: 'right',
      compare: (a, b) => compareBigints(a.net ?? 0n, b.net ?? 0n),
      cell: (row) => <Optional value={row.net} symbol={nativeSymbol} money />,
      copy: (row) => copyOptional(row.net),
    },
    {
      id: 'cost',
      header: 'Gas',
      unit: nativeSymbol,
      track: '68px',
      align: 'right',
      fromWidth: 560,
      compare: (a, b) => compareBigints(a.gasPaid ?? 0n, b.gasPaid ?? 0n),
      cell: (row) => <Optional value={row.gasPaid} symbol={nativeSymbol} />,
      copy: (row) => copyOptional(row.gasPaid),
    },
    {
      id: 'outcome',
      header: 'Outcome',
      track: 'minmax(130px, 1.7fr)',
      compare: (a, b) => compareTexts(outcomeWords(a, onPaper), outcomeWords(b, onPaper)),
      cell: (row) => <Outcome row={row} onPaper={onPaper} />,
      copy: (row) => outcomeWords(row, onPaper),
    },
  ];
}
