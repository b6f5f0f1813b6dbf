import type { BookInstrument } from '../../app/book/instrument.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
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
