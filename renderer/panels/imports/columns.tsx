import type { KeptSeries } from '../../../app/contract/imports.ts';
import { compareTexts, type TableColumn } from '../../components/tableColumn.ts';
import { displayCount } from '../../format/amount.ts';
import { exactTime, utcMinute } from '../../format/time.ts';

function place(atMs: number | null, block: number | null): { shown: string; exact: string } {
  if (atMs !== null) return { shown: utcMinute(atMs), exact: exactTime(atMs) };
  if (block !== null) return { shown: displayCount(block), exact: String(block) };
  return { shown: '—', exact: '' };
}

const first = ({ firstMs, firstBlock }: KeptSeries): ReturnType<typeof place> => place(firstMs, firstBlock);
const last = ({ lastMs, lastBlock }: KeptSeries): ReturnType<typeof place> => place(lastMs, lastBlock);

/** What is kept, series by series. Times are UTC. */
export const keptColumns: readonly TableColumn<KeptSeries>[] = [
  {
    id: 'venue',
    header: 'Venue',
    track: 'minmax(64px, 0.6fr)',
    compare: (a, b) => compareTexts(a.venue, b.venue),
    cell: ({ venue }) => <span className="text-ink-2">{venue}</span>,
    copy: ({ venue }) => venue,
  },
  {
    id: 'symbol',
    header: 'Series',
    track: 'minmax(88px, 1fr)',
    compare: (a, b) => compareTexts(a.symbol, b.symbol),
    cell: ({ symbol }) => <span title={symbol}>{symbol}</span>,
    copy: ({ symbol }) => symbol,
  },
  {
    id: 'kept',
    header: 'Kept',
    track: 'minmax(80px, 1.4fr)',
    fromWidth: 520,
    compare: (a, b) => compareTexts(a.kept, b.kept),
    cell: ({ kept }) => <span title={kept}>{kept}</span>,
    copy: ({ kept }) => kept,
  },
  {
    id: 'first',
    header: 'First (UTC)',
    track: '124px',
    align: 'right',
    compare: (a, b) => (a.firstMs ?? 0) - (b.firstMs ?? 0),
    cell: (row) => <span title={first(row).exact}>{first(row).shown}</span>,
    copy: (row) => first(row).exact,
  },
  {
    id: 'last',
    header: 'Last (UTC)',
    track: '124px',
    align: 'right',
    compare: (a, b) => (a.lastMs ?? 0) - (b.lastMs ?? 0),
    cell: (row) => <span title={last(row).exact}>{last(row).shown}</span>,
    copy: (row) => last(row).exact,
  },
  {
    id: 'rows',
    header: 'Rows',
    track: '80px',
    align: 'right',
    compare: (a, b) => a.rows - b.rows,
    cell: ({ rows }) => displayCount(rows),
    copy: ({ rows }) => String(rows),
  },
  {
    id: 'missing',
    header: 'Missing',
    track: '72px',
    align: 'right',
    compare: (a, b) => (a.missing ?? -1) - (b.missing ?? -1),
    cell: ({ missing }) =>
      missing === null ? (
        <span className="text-ink-3" title="Single trades: an interval without one had none">
          —
        </span>
      ) : (
        <span
          className={missing > 0 ? 'text-warn' : 'text-ink-2'}
          title={`${displayCount(missing)} between the first and the last are not there, and stay missing`}
        >
          {displayCount(missing)}
        </span>
      ),
    copy: ({ missing }) => (missing === null ? '' : String(missing)),
  },
];
