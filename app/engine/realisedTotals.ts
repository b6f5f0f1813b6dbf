import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import type { Fill } from '../domain/order.ts';
import { utcDay } from '../portfolio/figures.ts';

/** Realised totals of an epoch and of each UTC day: sums of fills, kept as they come and taken back on a reorg. */
export interface RealisedTotals {
  readonly grossByToken: Map<Address, bigint>;
  gas: bigint;
  net: bigint;
  readonly days: Map<string, { net: bigint; gas: bigint }>;
}

export function emptyTotals(): RealisedTotals {
  return { grossByToken: new Map(), gas: 0n, net: 0n, days: new Map() };
}

export function copyTotals({ grossByToken, gas, net, days }: RealisedTotals): RealisedTotals {
  return { grossByToken: new Map(grossByToken), gas, net, days: new Map(days) };
}

/** Adds (sign 1n) or takes back (sign -1n) a fill. */
export function addToTotals(totals: RealisedTotals, fill: Fill, atMs: EpochMs, sign: 1n | -1n): void {
  const { token, amount } = fill.realised;
  totals.grossByToken.set(token, (totals.grossByToken.get(token) ?? 0n) + sign * amount);
  totals.gas += sign * fill.gasPaid;
  totals.net += sign * fill.net;
  const day = totals.days.get(utcDay(atMs)) ?? { net: 0n, gas: 0n };
  totals.days.set(utcDay(atMs), { net: day.net + sign * fill.net, gas: day.gas + sign * fill.gasPaid });
}
