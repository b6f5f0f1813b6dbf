import type { Pooled } from '../../../app/contract/liquidity.ts';
import { displayFeePercent } from '../../../app/domain/feePercent.ts';
import { Amount } from '../../components/Amount.tsx';
import { StateLabel } from '../../components/StateLabel.tsx';
import { compareBigints, compareTexts, type TableColumn } from '../../components/tableColumn.ts';
import { copyableAmount, displayCount } from '../../format/amount.ts';
import { displayPrice } from '../../format/price.ts';
import { displayTimeSeconds, exactTime } from '../../format/time.ts';
import { nativeDecimals } from '../../state/tokens.ts';
import { pairOf } from './usePools.ts';

const tones = {
  traded: 'good',
  quarantined: 'bad',
  distrusted: 'attention',
  'kept out': 'attention',
  'no state': 'idle',
} as const;

const none = <span className="text-ink-3">—</span>;

function holdsText({ amount0, amount1, token0, token1 }: Pooled): string {
  const of = (amount: bigint, { decimals, symbol }: Pooled['token0']): string =>
    `${copyableAmount(amount, decimals)} ${symbol}`;
  return `${of(amount0, token0)} and ${of(amount1, token1)}`;
}

export function poolColumns(nativeSymbol: string): readonly TableColumn<Pooled>[] {
  return [
    {
      id: 'pair',
      header: 'Pair',
      track: 'minmax(96px, 1fr)',
      compare: (a, b) => compareTexts(pairOf(a), pairOf(b)),
      cell: (row) => (
        <span className="block truncate" title={`${row.id}\nholds ${holdsText(row)}`}>
          {pairOf(row)}
        </span>
      ),
      copy: (row) => `${pairOf(row)} ${row.id}`,
    },
    {
      id: 'venue',
      header: 'Venue',
      track: 'minmax(72px, 0.7fr)',
      compare: (a, b) => compareTexts(a.venue, b.venue),
      cell: (row) => <span className="block truncate text-ink-2">{row.venue}</span>,
      copy: (row) => row.venue,
    },
    {
      id: 'fee',
      header: 'Fee',
      unit: '%',
      track: '52px',
      align: 'right',
      compare: (a, b) => a.feePpm - b.feePpm,
      cell: (row) => displayFeePercent(row.feePpm),
      copy: (row) => displayFeePercent(row.feePpm),
    },
    {
      id: 'price',
      header: 'Price',
      track: '104px',
      align: 'right',
      fromWidth: 420,
      compare: (a, b) => (a.price ?? 0) - (b.price ?? 0),
      cell: (row) =>
        row.price === null ? (
          none
        ) : (
          <span title={`${row.token1.symbol} for one ${row.token0.symbol}`}>{displayPrice(row.price)}</span>
        ),
      copy: (row) => (row.price === null ? '' : String(row.price)),
    },
    {
      id: 'depth',
      header: 'Depth ±2 %',
      unit: nativeSymbol,
      track: '112px',
      align: 'right',
      fromWidth: 500,
      compare: (a, b) => compareBigints(a.depth ?? -1n, b.depth ?? -1n),
      cell: (row) =>
        row.depth === null ? none : <Amount value={row.depth} decimals={nativeDecimals} symbol={nativeSymbol} still />,
      copy: (row) => (row.depth === null ? '' : copyableAmount(row.depth, nativeDecimals)),
    },
    {
      id: 'swaps',
      header: 'Swaps',
      track: '60px',
      align: 'right',
      compare: (a, b) => a.swaps - b.swaps,
      cell: (row) => displayCount(row.swaps),
      copy: (row) => String(row.swaps),
    },
    {
      id: 'last',
      header: 'Last swap',
      track: '72px',
      fromWidth: 600,
      compare: (a, b) => (a.lastMs ?? 0) - (b.lastMs ?? 0),
      cell: (row) =>
        row.lastMs === null ? (
          none
        ) : (
          <span className="text-ink-2" title={exactTime(row.lastMs)}>
            {displayTimeSeconds(row.lastMs)}
          </span>
        ),
      copy: (row) => (row.lastMs === null ? '' : exactTime(row.lastMs)),
    },
    {
      id: 'standing',
      header: 'Routes',
      track: 'minmax(88px, 0.6fr)',
      fromWidth: 340,
      compare: (a, b) => compareTexts(a.standing, b.standing),
      cell: (row) => (
        <StateLabel tone={tones[row.standing]} title={row.reason}>
          {row.standing}
        </StateLabel>
      ),
      copy: (row) => `${row.standing} ${row.reason}`.trim(),
    },
  ];
}
