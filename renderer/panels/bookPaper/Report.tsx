import type { JSX } from 'react';
import type { BookOrderOutcome, BookPaperReport } from '../../../app/contract/bookPaper.ts';
import { ModeLabel } from '../../components/ModeLabel.tsx';
import { SmallTable } from '../../components/SmallTable.tsx';
import { displayCount } from '../../format/amount.ts';
import { displayLatency, displayWholeAge, exactTime } from '../../format/time.ts';
import { useClock } from '../../state/clock.ts';
import { kindNames } from './draft.ts';

const ends: Readonly<Record<string, string>> = {
  filled: 'filled',
  cancelled: 'cancelled',
  open: 'open where the recording ends',
  BOOK_UNKNOWN: 'there was no whole book when it came',
  BOOK_WOULD_TAKE: 'it would have taken',
  BOOK_UNFILLED: 'no more within its price',
  BOOK_EXHAUSTED: 'no more in the book as it is known',
  BOOK_SELF_TRADE: 'it would have met an order of ours',
};

function words(order: BookOrderOutcome): string {
  const { ahead, impactBps, cameMs, sentMs } = order;
  return [
    `came ${displayLatency(cameMs - sentMs)} after it was sent`,
    ahead === null ? '' : `${ahead} stood before it`,
    impactBps === null ? '' : `own impact ${impactBps.toFixed(3)} bp`,
    `maker ${order.makerSize}, taker ${order.takerSize}`,
    `fee ${order.fee}`,
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

/** What an order on paper came to, with each fill. */
export function Report({ report, askedAtMs }: { report: BookPaperReport; askedAtMs: number }): JSX.Element {
  const { latency } = report;
  const age = useClock((nowMs) => displayWholeAge(nowMs - askedAtMs));
  return (
    <section aria-label="Orders on paper" data-testid="book-paper-report" className="border-b border-line">
      {report.orders.map((order, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a report does not change
        <div key={i}>
          <p className="flex items-center gap-2 px-2 pt-1.5">
            <ModeLabel mode={report.mode} />
            <span className="min-w-0 break-words">
              {report.venue} {report.symbol}: {order.side} {kindNames[order.kind]} {order.size}
              {order.price === null ? '' : ` at ${order.price}`} — {ends[order.end] ?? order.end}, {order.filled} filled
              {order.averagePrice === null ? '' : ` at ${order.averagePrice} on the average`}, {order.open} left
            </span>
          </p>
          <p className="px-2 py-1 text-ink-2">{words(order)}</p>
          {order.fills.length === 0 ? null : (
            <SmallTable
              label="Fills"
              headers={['at the venue, UTC', 'known after', 'as', 'price', 'size', 'fee']}
              tracks="minmax(140px, 1.5fr) minmax(72px, 1fr) 48px repeat(3, minmax(64px, 1fr))"
              numeric={[1, 3, 4, 5]}
              minWidth={480}
              rows={order.fills.map(({ atMs, knownMs, role, price, size, fee }, n) => ({
                id: String(n),
                cells: [
                  exactTime(atMs).slice(5, -1).replace('T', ' '),
                  displayLatency(knownMs - atMs),
                  role,
                  price,
                  size,
                  fee,
                ],
              }))}
            />
          )}
          {order.moreFills === 0 ? null : (
            <p className="px-2 py-1 text-caption text-ink-3">and {displayCount(order.moreFills)} fills more</p>
          )}
        </div>
      ))}
      <p className="px-2 py-1 text-caption text-ink-3">
        Quote {report.quoteChange}, base {report.baseChange}, fees {report.fees}. Recorded from{' '}
        {exactTime(report.firstMs)} to {exactTime(report.lastMs)}: {displayCount(report.messages)} messages of the book
        and {displayCount(report.trades)} trades gone through {age} ago. Latency {latency.source}, median{' '}
        {displayLatency(latency.medianMs)}, worst {displayLatency(latency.worstMs)} of {displayCount(latency.samples)}{' '}
        samples. Whoever cancels is taken to have stood behind this order, and nobody answers to it.
      </p>
    </section>
  );
}
