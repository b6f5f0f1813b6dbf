import type { BookOrderOutcome, BookPaperReport } from '../../app/contract/bookPaper.ts';
import { printable } from '../headless/statusLine.ts';

/** For a person at a terminal. */
export function bookPaperText(report: BookPaperReport): string {
  const { mode, venue, symbol, firstMs, lastMs, messages, trades, latency, orders } = report;
  return [
    `${mode}  ${printable(`${venue} ${symbol}`)}  ${new Date(firstMs).toISOString()} to ${new Date(lastMs).toISOString()}, ${messages} messages of the book, ${trades} trades`,
    `latency ${printable(latency.source)}: median ${latency.medianMs.toFixed(0)} ms, worst ${latency.worstMs.toFixed(0)} ms of ${latency.samples}`,
    ...orders.flatMap((order, i) => orderText(order, i)),
    `together: quote ${report.quoteChange}, base ${report.baseChange}, fees ${report.fees}`,
    '',
  ].join('\n');
}

function orderText(order: BookOrderOutcome, i: number): readonly string[] {
  const {
    side,
    kind,
    price,
    size,
    sentMs,
    cameMs,
    end,
    filled,
    averagePrice,
    fee,
    ahead,
    impactBps,
    fills,
    moreFills,
  } = order;
  const parts = [
    `filled ${filled} of ${size}${averagePrice === null ? '' : ` at ${averagePrice}`}`,
    `fee ${fee}`,
    ...(ahead === null ? [] : [`${ahead} before it in the queue`]),
    ...(impactBps === null ? [] : [`own impact ${impactBps.toFixed(3)} bp`]),
    `came ${(cameMs - sentMs).toFixed(0)} ms after it was sent`,
  ];
  return [
    `  ${i + 1}. ${side} ${kind}${price === null ? '' : ` ${price}`}: ${end}; ${parts.join(', ')}`,
    ...fills
      .slice(0, 5)
      .map(
        (fill) =>
          `       ${new Date(fill.atMs).toISOString()} ${fill.role} ${fill.size} at ${fill.price}, fee ${fill.fee}`,
      ),
    ...(fills.length + moreFills > 5 ? [`       and ${fills.length + moreFills - 5} fills more`] : []),
  ];
}
