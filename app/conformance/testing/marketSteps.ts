import type { Random } from '../../domain/random.ts';

/** A level of a market in the making: whole ticks, whole units; a size of 0 is gone. */
export interface MarketLevel {
  readonly isBid: boolean;
  readonly ticks: number;
  readonly size: number;
}

/** Levels that changed, from one id to another, and the book after them, best first. */
export interface Step {
  readonly atMs: number;
  readonly firstId: number;
  readonly lastId: number;
  readonly previousId: number;
  readonly changes: readonly MarketLevel[];
  readonly bids: readonly MarketLevel[];
  readonly asks: readonly MarketLevel[];
}

/** A book that never crosses, changed at random: the price walks, levels come and go. */
export function* marketSteps(random: Random, aboutTicks: number, count: number): IterableIterator<Step> {
  const book = { bids: new Map<number, number>(), asks: new Map<number, number>() };
  const size = (): number => 1 + random.below(random.below(4) === 0 ? 900_000 : 9_000);
  for (let i = 1; i <= 40; i += 1) {
    book.bids.set(aboutTicks - i, size());
    book.asks.set(aboutTicks + i, size());
  }
  let [id, atMs] = [1000 + random.below(1000), 1_723_161_255_000];
  const sorted = (side: 'bids' | 'asks'): MarketLevel[] =>
    [...book[side]]
      .map(([ticks, standing]) => ({ isBid: side === 'bids', ticks, size: standing }))
      .sort((a, b) => (side === 'bids' ? b.ticks - a.ticks : a.ticks - b.ticks));
  for (let step = 0; step < count; step += 1) {
    const changes = new Map<string, MarketLevel>();
    const set = (isBid: boolean, ticks: number, standing: number): void => {
      const side = isBid ? book.bids : book.asks;
      if (standing === 0) side.delete(ticks);
      else side.set(ticks, standing);
      changes.set(`${isBid} ${ticks}`, { isBid, ticks, size: standing });
    };
    if (step > 0) {
      for (let n = 1 + random.below(5); n > 0; n -= 1) {
        const isBid = random.below(2) === 0;
        const [own, other] = isBid ? [sorted('bids'), sorted('asks')] : [sorted('asks'), sorted('bids')];
        const [best, across] = [own[0]?.ticks ?? 0, other[0]?.ticks ?? 0];
        const sign = isBid ? 1 : -1;
        // One better where there is room, else at or behind the best.
        const better = random.below(3) === 0 && (across - best) * sign > 1 ? 1 : -random.below(14);
        set(isBid, best + sign * better, random.below(3) === 0 && own.length > 25 ? 0 : size());
      }
    }
    const firstId = id + 1;
    const previousId = id;
    id += 1 + random.below(4);
    atMs += 20 + random.below(200);
    yield {
      atMs,
      firstId,
      lastId: id,
      previousId,
      changes: [...changes.values()],
      bids: sorted('bids'),
      asks: sorted('asks'),
    };
  }
}
