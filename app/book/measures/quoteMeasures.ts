import type { BestQuotes, BookLevel } from '../bookFeed.ts';

/** Halfway between the best prices, in ticks. */
export function midTicks({ bid, ask }: BestQuotes): number {
  return Number(bid.ticks + ask.ticks) / 2;
}

/** Between -1 and 1: how much more stands on the bid side. 0 when nothing stands. */
export function imbalance(bids: readonly BookLevel[], asks: readonly BookLevel[]): number {
  const sum = (levels: readonly BookLevel[]): bigint => levels.reduce((total, { size }) => total + size, 0n);
  const [bid, ask] = [sum(bids), sum(asks)];
  return bid + ask === 0n ? 0 : Number(bid - ask) / Number(bid + ask);
}

/** The mid weighted by the other side's size, in ticks: nearer to the side where less stands, for that one goes first. */
export function weightedMidTicks({ bid, ask }: BestQuotes): number {
  const whole = Number(bid.size + ask.size);
  return Number(bid.ticks) + (Number(ask.ticks - bid.ticks) * Number(bid.size)) / whole;
}
