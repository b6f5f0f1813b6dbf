import type { BookInstrument } from '../../app/book/instrument.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { bookStatedEachMs } from '../../app/history/bookRows.ts';
import type { MarketHistory } from '../../app/history/marketHistory.ts';
import type { Series } from '../../app/history/series.ts';

/** A market whose order book is kept, and from when to when. Its prices are in units of the series' digits: the tick is one. */
export interface KeptBook {
  readonly series: Series;
  readonly instrument: BookInstrument;
  readonly firstMs: number;
  readonly lastMs: number;
}

/** @throws ExpectedError BOOK_UNKNOWN, HISTORY_* */
export function keptBook(history: MarketHistory, { venue, symbol }: { venue: string; symbol: string }): KeptBook {
  const series = history.allSeries().find((each) => each.venue === venue && each.symbol === symbol);
  const span = series === undefined ? undefined : history.rowSpans('levels').get(series.id);
  if (series === undefined || span === undefined)
    throw new ExpectedError('BOOK_UNKNOWN', 'no order book of that market is kept', {
      advice: 'Import a recording of its streams first.',
      facts: { venue, symbol },
    });
  const { digits } = series;
  const instrument = { symbol, priceDigits: digits.price, sizeDigits: digits.volume, tickUnits: 1n };
  return { series, instrument, firstMs: span.firstMs, lastMs: span.lastMs };
}

const hourMs = 3_600_000;

/**
 * From when on the changes that are kept make a book as it stood at a time: where it was stated whole last, in these ten minutes or those before. Older imports have it at the start of each hour
 * alone; the hour before holds it where this one began without a message.
 */
export function statedBefore(history: MarketHistory, series: Series, atMs: number): number {
  const stretchMs = Math.floor(atMs / bookStatedEachMs) * bookStatedEachMs;
  const thisHourMs = Math.floor(atMs / hourMs) * hourMs;
  for (const fromMs of [stretchMs, stretchMs - bookStatedEachMs, thisHourMs])
    for (const { change } of history.book(series, 'levels', fromMs, atMs + 1)) if (change === 'whole') return fromMs;
  return thisHourMs - hourMs;
}
