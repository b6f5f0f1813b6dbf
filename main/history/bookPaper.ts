import { MeasuredLatency } from '../../app/book/fills/latency.ts';
import { ownImpactBps, type PaperOutcome, runOnPaper } from '../../app/book/fills/paperRun.ts';
import { recordedEvents } from '../../app/book/fills/recordedEvents.ts';
import type { BookInstrument } from '../../app/book/instrument.ts';
import {
  type BookOrderOutcome,
  type BookPaperOrder,
  type BookPaperReport,
  mostFillsShown,
} from '../../app/contract/bookPaper.ts';
import { formatUnits, parseUnits } from '../../app/domain/amount.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { seededRandom } from '../../app/domain/random.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import { tradeRows } from '../../app/history/tradeBlock.ts';
import { keptBook, statedBefore } from './keptBook.ts';
import type { OrderLatencies } from './orderLatencies.ts';

const hourMs = 3_600_000;
/** An order that rests is followed so long after the last one was sent. */
const followedMs = 24 * hourMs;

/** Sends orders on paper into the recorded book of a series. @throws ExpectedError BOOK_UNKNOWN, BOOK_PAPER_TIME, HISTORY_* */
export function tradeOnBook(
  history: MarketHistory,
  ask: BookPaperOrder,
  { samplesNs, source }: OrderLatencies,
): BookPaperReport {
  const { series, instrument, ...span } = keptBook(history, ask);
  const times = ask.orders.map(({ atMs }) => atMs);
  const [firstMs, lastMs] = [Math.min(...times), Math.max(...times)];
  if (firstMs < span.firstMs || lastMs > span.lastMs)
    throw new ExpectedError('BOOK_PAPER_TIME', 'an order is sent at a time that was not recorded', {
      advice: `Send between ${new Date(span.firstMs).toISOString()} and ${new Date(span.lastMs).toISOString()}.`,
    });
  const planned = ask.orders.map(({ side, kind, price, size, atMs, cancelAfterMs }, i) => {
    const ticks = price === null ? 0n : parseUnits(price, instrument.priceDigits);
    const order = { id: `paper-${i + 1}`, side, kind, ticks, size: parseUnits(size, instrument.sizeDigits) };
    const cancelUs = cancelAfterMs === null ? null : Math.round((atMs + cancelAfterMs) * 1000);
    return { order, sentUs: Math.round(atMs * 1000), cancelUs };
  });
  if (planned.some(({ order }) => order.size === 0n || (order.kind !== 'market' && order.ticks === 0n)))
    throw new ExpectedError('BOOK_PAPER_NOTHING', 'an order has a size or a price of nothing', {
      advice: 'Write both above 0.',
    });
  const fromMs = statedBefore(history, series, firstMs);
  const untilMs = lastMs + followedMs;
  const trades = function* () {
    for (const columns of history.trades(series, fromMs, untilMs)) yield* tradeRows(columns);
  };
  const random = seededRandom(ask.seed);
  const fees = { makerPpm: BigInt(ask.makerPpm), takerPpm: BigInt(ask.takerPpm) };
  const run = runOnPaper(recordedEvents(history.book(series, 'levels', fromMs, untilMs), trades()), planned, {
    instrument,
    fees,
    queueRule: ask.queueRule,
    // The answer's way is in what was measured: the whole of it is taken for the way there, and again for that back, which is cautious.
    entry: new MeasuredLatency(samplesNs, random.fork('entry')),
    response: new MeasuredLatency(samplesNs, random.fork('response')),
  });
  const fills = run.outcomes.flatMap((outcome) => outcome.fills);
  const signed = (each: (typeof fills)[number], amount: bigint): bigint =>
    each.order.side === 'buy' ? -amount : amount;
  const sum = (of: (each: (typeof fills)[number]) => bigint): bigint =>
    fills.reduce((total, each) => total + of(each), 0n);
  const sorted = samplesNs.toSorted((a, b) => a - b);
  const inQuote = (amount: bigint): string => formatUnits(amount, instrument.priceDigits + instrument.sizeDigits);
  return {
    mode: 'PAPER',
    venue: series.venue,
    symbol: series.symbol,
    firstMs: run.firstUs / 1000,
    lastMs: run.lastUs / 1000,
    messages: run.messages,
    trades: run.trades,
    latency: {
      source,
      samples: samplesNs.length,
      medianMs: (sorted[Math.floor(sorted.length / 2)] ?? 0) / 1e6,
      worstMs: (sorted.at(-1) ?? 0) / 1e6,
    },
    orders: run.outcomes.map((outcome) => outcomeRow(outcome, instrument)),
    quoteChange: inQuote(sum((each) => signed(each, each.notional) - each.fee)),
    baseChange: formatUnits(
      sum((each) => -signed(each, each.size)),
      instrument.sizeDigits,
    ),
    fees: inQuote(sum(({ fee }) => fee)),
  };
}

function outcomeRow(outcome: PaperOutcome, instrument: BookInstrument): BookOrderOutcome {
  const { planned, cameUs, end, open, fills, ahead } = outcome;
  const { order, sentUs } = planned;
  const price = (ticks: bigint): string => formatUnits(ticks, instrument.priceDigits);
  const size = (units: bigint): string => formatUnits(units, instrument.sizeDigits);
  const inQuote = (amount: bigint): string => formatUnits(amount, instrument.priceDigits + instrument.sizeDigits);
  const total = (of: (each: (typeof fills)[number]) => bigint): bigint =>
    fills.reduce((sum, each) => sum + of(each), 0n);
  const filled = total((each) => each.size);
  const notional = total((each) => each.notional);
  return {
    side: order.side,
    kind: order.kind,
    price: order.kind === 'market' ? null : price(order.ticks),
    size: size(order.size),
    sentMs: sentUs / 1000,
    cameMs: cameUs / 1000,
    end,
    filled: size(filled),
    open: size(open),
    averagePrice: filled === 0n ? null : price(notional / filled),
    notional: inQuote(notional),
    fee: inQuote(total((each) => each.fee)),
    makerSize: size(total((each) => (each.role === 'maker' ? each.size : 0n))),
    takerSize: size(total((each) => (each.role === 'taker' ? each.size : 0n))),
    ahead: ahead === null ? null : size(ahead),
    impactBps: ownImpactBps(outcome, instrument),
    fills: fills.slice(0, mostFillsShown).map(({ atUs, knownUs, role, ticks, size: units, fee }) => ({
      atMs: atUs / 1000,
      knownMs: knownUs / 1000,
      role,
      price: price(ticks),
      size: size(units),
      fee: inQuote(fee),
    })),
    moreFills: Math.max(0, fills.length - mostFillsShown),
  };
}
