import type { KeptSeries } from '../../../app/contract/imports.ts';
import { useImportJob, useKeptHistory } from '../imports/useImports.ts';

/** The recorded series that have an order book, asked for anew after every import. */
export function useBooks(): { readonly books: readonly KeptSeries[] | undefined; readonly error: Error | null } {
  const { data: job = null } = useImportJob();
  const { data, error } = useKeptHistory(job);
  return { books: data?.series.filter(({ kept }) => kept.includes('order book')), error };
}
