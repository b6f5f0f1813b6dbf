import { QueryClient } from '@tanstack/react-query';

/** Queries go to main, never over a network: they run without one. */
export function mainQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { networkMode: 'always', refetchOnWindowFocus: false } },
  });
}
