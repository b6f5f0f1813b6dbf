import type { KeptHistory, KeptSeries } from '../../app/contract/imports.ts';
import { type KeptSeries as Kept, keptSeries } from '../../app/history/keptSeries.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';

const mostRows = 2_000;

/** What a history keeps, as the window shows it: chains' blocks, then every series. */
export function keptRows(history: MarketHistory): KeptHistory {
  const chains = history.chains().flatMap((chain) => {
    const kept = history.blockSummary(chain);
    if (kept === null) return [];
    const { count, first, last } = kept;
    return [
      {
        id: `blocks ${chain}`,
        venue: `evm-${chain}`,
        symbol: `chain ${chain}`,
        kept: 'blocks',
        firstMs: null,
        lastMs: null,
        firstBlock: first,
        lastBlock: last,
        rows: count,
        missing: last - first + 1 - count,
      },
    ];
  });
  const rows = [...chains, ...keptSeries(history).flatMap((each) => rowOf(each) ?? [])];
  return { series: rows.slice(0, mostRows), more: Math.max(0, rows.length - mostRows) };
}

const bookNames = { levels: 'order book', quotes: 'best quotes' } as const;

function rowOf({ series, trades, book, candles }: Kept): KeptSeries | null {
  const [shortest] = candles;
  const source = trades ?? shortest ?? book ?? undefined;
  if (source === undefined) return null;
  const names = candles.map(({ interval }) => interval);
  const bars =
    names.length === 0 ? '' : names.length === 1 ? `candles ${names[0]}` : `candles ${names[0]} to ${names.at(-1)}`;
  return {
    id: `series ${series.id}`,
    venue: series.venue.slice(0, 64),
    symbol: series.symbol.slice(0, 64),
    kept: [trades === null ? '' : 'trades', book === null ? '' : bookNames[book.kind], bars]
      .filter((each) => each !== '')
      .join(' · '),
    firstMs: source.firstMs,
    lastMs: source.lastMs,
    firstBlock: null,
    lastBlock: null,
    rows: source.rows,
    // Where there are trades, an interval without a bar had none.
    missing: trades === null ? (shortest?.missing ?? null) : null,
  };
}
