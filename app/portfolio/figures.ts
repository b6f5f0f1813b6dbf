import { type TokenAmount, tokenAmount, type Wei, wei } from '../domain/amount.ts';
import type { EpochMs } from '../domain/clock.ts';
import type { Address } from '../domain/hex.ts';
import type { Fill } from '../domain/order.ts';

/** What a set of fills brought and cost. `net` values each token at its own landing block. */
export interface Figures {
  readonly fills: number;
  readonly grossByToken: ReadonlyMap<Address, TokenAmount>;
  readonly gas: Wei;
  readonly net: Wei;
}

export function figuresOf(fills: Iterable<Fill>): Figures {
  const grossByToken = new Map<Address, TokenAmount>();
  let count = 0;
  let gas = 0n;
  let net = 0n;
  for (const fill of fills) {
    const { token, amount } = fill.realised;
    if (amount !== 0n) grossByToken.set(token, tokenAmount((grossByToken.get(token) ?? 0n) + amount));
    count += 1;
    gas += fill.gasPaid;
    net += fill.net;
  }
  return { fills: count, grossByToken, gas: wei(gas), net: wei(net) };
}

const dayMs = 86_400_000;

/** The UTC day of a time, as 2025-01-31. */
export function utcDay(atMs: EpochMs): string {
  return new Date(Math.floor(atMs / dayMs) * dayMs).toISOString().slice(0, 10);
}

/** Figures of each UTC day that has a fill, by day, oldest first. */
export function figuresByDay(
  fills: Iterable<{ readonly fill: Fill; readonly atMs: EpochMs }>,
): ReadonlyMap<string, Figures> {
  const byDay = new Map<string, Fill[]>();
  for (const { fill, atMs } of fills) {
    const day = utcDay(atMs);
    const list = byDay.get(day) ?? [];
    list.push(fill);
    byDay.set(day, list);
  }
  return new Map([...byDay].sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, list]) => [day, figuresOf(list)]));
}
