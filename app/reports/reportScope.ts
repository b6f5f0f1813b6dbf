import type { EpochMs } from '../domain/clock.ts';
import type { LedgerEntry } from '../domain/ledger.ts';
import type { StrategyId } from '../domain/mode.ts';
import type { Fill, Order } from '../domain/order.ts';
import { utcDay } from '../portfolio/figures.ts';

/** What a report is about. */
export type ReportScope =
  | { readonly kind: 'epoch' }
  /** A UTC day, as 2025-01-31: an order belongs to the day of its receipt, or, without one, to that on which it was made. */
  | { readonly kind: 'day'; readonly day: string }
  | { readonly kind: 'strategy'; readonly strategy: StrategyId };

export const wholeEpoch: ReportScope = { kind: 'epoch' };

export function scopeText(scope: ReportScope): string {
  if (scope.kind === 'epoch') return 'whole epoch';
  return scope.kind === 'day' ? `day ${scope.day} (UTC)` : `strategy ${scope.strategy}`;
}

export interface TimedFill {
  readonly fill: Fill;
  readonly atMs: EpochMs;
}

export function isInScope(scope: ReportScope, order: Order, fill: TimedFill | null): boolean {
  if (scope.kind === 'day') return utcDay(fill?.atMs ?? order.createdAtMs) === scope.day;
  return scope.kind === 'epoch' || order.origin?.strategy === scope.strategy;
}

/** Ledger entries that stand: neither reversals nor what they took back. */
export function standingEntries(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  const reversed = new Set(
    entries.filter(({ kind }) => kind === 'reversal').map(({ id }) => id.slice(id.indexOf(':') + 1)),
  );
  return entries.filter(({ id, kind }) => kind !== 'reversal' && !reversed.has(id));
}
