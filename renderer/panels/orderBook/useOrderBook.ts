import { keepPreviousData, type UseQueryResult, useQuery } from '@tanstack/react-query';
import { type BookMoment, type BookSeries, longestBookSpanMs } from '../../../app/contract/recordedBook.ts';
import { unwrap } from '../../../app/domain/result.ts';

/** A market whose book is kept. */
export interface BookMarket {
  readonly venue: string;
  readonly symbol: string;
}

const [levels, trades, points] = [200, 100, 240];
/** A span without a length has no measures. */
const leastSpanMs = 1_000;

/** The book at a moment; while another is asked for, the one before stays. */
export function useBookMoment({ venue, symbol }: BookMarket, atMs: number | null): UseQueryResult<BookMoment> {
  return useQuery({
    queryKey: ['bookMoment', venue, symbol, atMs],
    queryFn: async () => unwrap(await window.syndicate.bookMoment({ venue, symbol, atMs, levels, trades })),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: false,
  });
}

/** The measures of the hours around a moment; what is recorded does not change, so they are asked for once. */
export function useBookSeries(
  { venue, symbol }: BookMarket,
  span: Pick<BookMoment, 'firstMs' | 'lastMs'> | undefined,
  atMs: number | null,
): UseQueryResult<BookSeries> {
  const { firstMs = 0, lastMs = 0 } = span ?? {};
  const part = Math.floor(((atMs ?? firstMs) - firstMs) / longestBookSpanMs);
  const fromMs = firstMs + Math.max(0, part) * longestBookSpanMs;
  const toMs = Math.max(fromMs + leastSpanMs, Math.min(lastMs + 1, fromMs + longestBookSpanMs));
  return useQuery({
    queryKey: ['bookSeries', venue, symbol, fromMs, toMs],
    queryFn: async () => unwrap(await window.syndicate.bookSeries({ venue, symbol, fromMs, toMs, points })),
    enabled: span !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
