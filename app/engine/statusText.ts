import { formatUnits } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { KernelState } from './kernelState.ts';

/** Silence of the chain that is worth a word. */
const quietBlocks = 5;
const quietMs = 3_000;
/** A block's own time and ours differ by some seconds; by this much one of the clocks is wrong. */
const clocksDifferS = 60;

/** One line for a terminal: where the chain is, what was done, what it brought, whether the books agree, what is wrong. */
export function statusText(kernel: KernelState, nowMs: EpochMs | null = null): string {
  const { counters, totals, epoch } = kernel;
  const net = formatUnits(totals.net, 18).replace(/(\.\d{6})\d+$/, '$1');
  const books =
    kernel.booksEqual === null ? 'books not read yet' : kernel.booksEqual ? 'books = chain' : 'books DIFFER';
  const parts = [
    `${epoch.mode} block ${kernel.head?.number ?? 0}`,
    kernel.tradingState,
    ...(nowMs === null ? [] : troubles(kernel, nowMs)),
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

/** Why it may not be trading, for the person who looks at the line. */
function troubles({ feed, feedDetail, head, headAtMs, epoch }: KernelState, nowMs: EpochMs): readonly string[] {
  if (feed === 'disconnected') return [`no node${feedDetail === '' ? '' : ` (${feedDetail.slice(0, 60)})`}`];
  if (head === null) return [];
  const silentMs = nowMs - headAtMs;
  const aheadS = Math.round(headAtMs / 1000 - head.timestampS);
  return [
    ...(silentMs > Math.max(quietMs, quietBlocks * epoch.chain.blockTimeMs)
      ? [`no block for ${Math.round(silentMs / 1000)} s`]
      : []),
    ...(Math.abs(aheadS) > clocksDifferS
      ? [`this clock is ${Math.abs(aheadS)} s ${aheadS > 0 ? 'ahead of' : 'behind'} the chain's`]
      : []),
  ];
}
