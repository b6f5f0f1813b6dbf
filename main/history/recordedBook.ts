import { type RecordedEvent, recordedEvents } from '../../app/book/fills/recordedEvents.ts';
import { bookFigures, noFigures } from '../../app/book/measures/bookFigures.ts';
import { lambdaSpanMs, MeasureSeries } from '../../app/book/measures/measureSeries.ts';
import { ReplayedBook } from '../../app/book/replayedBook.ts';
import { StoredScale } from '../../app/book/storedScale.ts';
import type { Trade } from '../../app/candles/trade.ts';
import {
  type BookMoment,
  type BookMomentRequest,
  type BookSeries,
  type BookSeriesRequest,
  bookMeasureNames,
} from '../../app/contract/recordedBook.ts';
import { formatUnits } from '../../app/domain/amount.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import type { Series } from '../../app/history/series.ts';
import { tradeRows } from '../../app/history/tradeBlock.ts';
import { keptBook, statedBefore } from './keptBook.ts';

const hourMs = 3_600_000;
/** The longest horizon of a mark-out, and a while for a quote to come. */
const settledMs = 60_000;
/** As long as an order in the queue is followed. */
const waitedMs = 30_000;
const tradesTaken = 10n;

/** The recorded book of a market at a moment, and the trades up to it. @throws ExpectedError BOOK_UNKNOWN, HISTORY_* */
export function bookMoment(history: MarketHistory, request: BookMomentRequest): BookMoment {
  const { series, firstMs, lastMs } = keptBook(history, request);
  const atMs = Math.min(lastMs, Math.max(firstMs, request.atMs ?? firstMs));
  const { feed, state, changedMs } = bookAt(history, series, atMs);
  const [instrument] = feed.instruments;
  const levels = (side: 'bid' | 'ask') =>
    feed.depth(0, side, request.levels).map(({ ticks, size }) => ({
      price: formatUnits(ticks, instrument?.priceDigits ?? 0),
      size: formatUnits(size, instrument?.sizeDigits ?? 0),
    }));
  const isWhole = state === 'whole';
  return {
    venue: series.venue,
    symbol: series.symbol,
    firstMs,
    lastMs,
    atMs,
    changedMs,
    state,
    bids: isWhole ? levels('bid') : [],
    asks: isWhole ? levels('ask') : [],
    figures: isWhole ? bookFigures(feed, 0) : noFigures,
    trades: lastTrades(history, series, atMs, request.trades).map((trade) => ({
      atMs: trade.atMs,
      price: formatUnits(trade.price, series.digits.price),
      size: formatUnits(trade.size, series.digits.volume),
      takerBuys: trade.takerBuys,
    })),
  };
}

/** The measures of a recorded book over time. @throws ExpectedError BOOK_UNKNOWN, HISTORY_* */
export function bookSeries(history: MarketHistory, request: BookSeriesRequest): BookSeries {
  const { fromMs, toMs, points } = request;
  const { series } = keptBook(history, request);
  const runUpMs = lambdaSpanMs((toMs - fromMs) / points) + waitedMs;
  const span = { series, fromMs: statedBefore(history, series, fromMs - runUpMs), toMs: toMs + settledMs };
  const scale = scaleOf(history, span, true);
  const instrument = scale.instrument(series.symbol);
  let [count, traded] = [0n, 0n];
  for (const { size } of tradesOf(history, series, fromMs, toMs)) {
    count += 1n;
    traded += size;
  }
  const unit = 10n ** BigInt(series.digits.volume - instrument.sizeDigits);
  const impactSize = count === 0n ? 0n : (tradesTaken * traded) / count / unit;
  const measures = new MeasureSeries(instrument, { fromMs, toMs, points, impactSize });
  for (const event of scale.scaled(eventsOf(history, span, true))) measures.take(event);
  const { mid, ...columns } = measures.end();
  return {
    stepMs: measures.stepMs,
    firstMs: fromMs + measures.stepMs,
    mid,
    measures: Object.fromEntries(bookMeasureNames.map((name) => [name, columns[name]])) as BookSeries['measures'],
    impactSize: impactSize === 0n ? null : formatUnits(impactSize, instrument.sizeDigits),
    lambdaMs: lambdaSpanMs(measures.stepMs),
    changes: measures.messages,
    trades: measures.trades,
  };
}

interface Span {
  readonly series: Series;
  readonly fromMs: number;
  readonly toMs: number;
}

function bookAt(history: MarketHistory, series: Series, atMs: number): ReplayedBook {
  const span = { series, fromMs: statedBefore(history, series, atMs), toMs: atMs + 1 };
  const scale = scaleOf(history, span, false);
  const book = new ReplayedBook(scale.instrument(series.symbol));
  for (const event of scale.scaled(eventsOf(history, span, false)))
    if ('message' in event) book.take(event.atUs / 1000, event.message);
  return book;
}

function scaleOf(history: MarketHistory, { series, fromMs, toMs }: Span, withTrades: boolean): StoredScale {
  const scale = new StoredScale(series.digits);
  for (const { price, size } of history.book(series, 'levels', fromMs, toMs)) scale.see(price, size);
  if (withTrades) for (const { price, size } of tradesOf(history, series, fromMs, toMs)) scale.see(price, size);
  return scale;
}

function eventsOf(
  history: MarketHistory,
  { series, fromMs, toMs }: Span,
  withTrades: boolean,
): IterableIterator<RecordedEvent> {
  const trades = withTrades ? tradesOf(history, series, fromMs, toMs) : [];
  return recordedEvents(history.book(series, 'levels', fromMs, toMs), trades);
}

function* tradesOf(history: MarketHistory, series: Series, fromMs: number, toMs: number): IterableIterator<Trade> {
  for (const columns of history.trades(series, fromMs, toMs)) yield* tradeRows(columns);
}

/** Newest first; of the last hour, or of the last day where that had none. */
function lastTrades(history: MarketHistory, series: Series, atMs: number, count: number): readonly Trade[] {
  if (count === 0) return [];
  for (const fromMs of [atMs - hourMs, atMs - 24 * hourMs]) {
    // Of a busy day no more is held than is shown.
    let newest: Trade[] = [];
    for (const trade of tradesOf(history, series, fromMs, atMs + 1)) {
      newest.push(trade);
      if (newest.length >= 2 * count) newest = newest.slice(-count);
    }
    if (newest.length > 0) return newest.slice(-count).reverse();
  }
  return [];
}
