import type { BookLevelChange } from '../bookRows.ts';
import { MarketHistory } from '../marketHistory.ts';
import { tradeColumns } from '../tradeBlock.ts';

/** When the book of `writeBook` begins. */
export const writtenBookMs = Date.UTC(2024, 7, 8, 10);

/**
 * Keeps a small book in a history's folder: X at v has asks of 2 at 100 and at 101 and a bid of 1 at 99.5; 1.5 are sold at 99.5 after 100 ms, and after
 * 900 ms a bid of 1 comes at 99.
 */
export function writeBook(folder: string): MarketHistory {
  const unit = 10n ** 18n;
  const history = new MarketHistory(folder);
  const series = history.series({ venue: 'v', symbol: 'X' }, { price: 18, volume: 18, quoteVolume: 18 });
  const { id } = history.importOf({ name: 'n', sizeBytes: 1, fingerprint: 'f' });
  const level = (afterMs: number, change: BookLevelChange['change'], price = 0n, size = 0n): BookLevelChange => {
    return { atMs: writtenBookMs + afterMs, change, price, size };
  };
  const levels = [
    level(0, 'whole'),
    level(0, 'ask', 100n * unit, 2n * unit),
    level(0, 'ask', 101n * unit, 2n * unit),
    level(0, 'bid', (199n * unit) / 2n, unit),
    level(900, 'bid', 99n * unit, unit),
  ];
  history.appendBook(series, 'levels', levels, id);
  const sold = { price: (199n * unit) / 2n, size: (3n * unit) / 2n, takerBuys: false, id: null };
  history.appendTrades(series, tradeColumns([{ ...sold, atMs: writtenBookMs + 100 } as never]), id);
  history.commit({ id, position: () => null, rows: 6, finished: true });
  return history;
}
