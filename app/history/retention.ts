import { type Interval, intervals } from '../candles/interval.ts';
import type { MarketHistory } from './marketHistory.ts';
import { rollUpTrades } from './rollUp.ts';
import { dayOf } from './tradePartitions.ts';

const dayMs = 86_400_000;

/** How long market history is kept, in days; null for ever. */
export interface Retention {
  readonly tradesDays: number | null;
  readonly candlesDays: Readonly<Partial<Record<Interval, number>>>;
  /** Of chains' blocks, by the chain's id. */
  readonly blocksDays?: Readonly<Record<string, number>>;
}

export interface Forgotten {
  readonly bytesOfTrades: number;
  readonly candles: number;
  readonly blocks: number;
}

/** Forgets what is older than it is to be kept, once candles are made of it. Trades and order books go by whole UTC days, candles by whole blocks. */
export function forget(
  history: MarketHistory,
  { tradesDays, candlesDays, blocksDays = {} }: Retention,
  nowMs: number,
): Forgotten {
  if (tradesDays !== null) rollUpTrades(history);
  const bytesOfTrades = tradesDays === null ? 0 : history.dropTradesBefore(dayOf(nowMs - tradesDays * dayMs));
  const candles = intervals.reduce((sum, interval) => {
    const days = candlesDays[interval];
    return days === undefined ? sum : sum + history.dropCandlesBefore(interval, nowMs - days * dayMs);
  }, 0);
  const blocks = Object.entries(blocksDays).reduce(
    (sum, [chain, days]) => sum + history.dropBlocksBefore(Number(chain), nowMs - days * dayMs),
    0,
  );
  return { bytesOfTrades, candles, blocks };
}
