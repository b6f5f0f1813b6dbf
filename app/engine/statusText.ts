import { formatUnits } from '../domain/amount.ts';
import type { KernelState } from './kernelState.ts';

/** One line for a terminal: where the chain is, what was done, what it brought, whether the books agree. */
export function statusText(kernel: KernelState): string {
  const { counters, totals, epoch } = kernel;
  const net = formatUnits(totals.net, 18).replace(/(\.\d{6})\d+$/, '$1');
  const books =
    kernel.booksEqual === null ? 'books not read yet' : kernel.booksEqual ? 'books = chain' : 'books DIFFER';
  const parts = [
    `${epoch.mode} block ${kernel.head?.number ?? 0}`,
    kernel.tradingState,
    `${counters.swapsSeen} swaps`,
    `${counters.opportunities} opportunities`,
    `${counters.landed}/${counters.submitted} landed`,
    `${counters.lostToRivals} lost`,
    `net ${net} ${epoch.chain.nativeSymbol}`,
    books,
    `tripwire ${counters.tripwireChecks}/${counters.tripwireMismatches}`,
  ];
  return parts.join(' · ').slice(0, 256);
}
