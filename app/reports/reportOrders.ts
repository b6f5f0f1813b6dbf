import type { LedgerEntry } from '../domain/ledger.ts';
import type { Order } from '../domain/order.ts';
import { isInScope, type ReportScope, type TimedFill } from './reportScope.ts';

/** An order with what it brought, and what was booked for it. */
export interface ReportedOrder {
  readonly order: Order;
  /** The one that stands. */
  readonly fill: TimedFill | null;
  readonly entries: readonly LedgerEntry[];
}

/** Every order of an epoch, oldest first, some at a time, so that a long one need not fit into memory. Gives the same each time it is asked. */
export type OrderPages = () => Iterable<readonly ReportedOrder[]> | AsyncIterable<readonly ReportedOrder[]>;

/** Those of a scope. */
export async function* pagesInScope(pages: OrderPages, scope: ReportScope): AsyncIterable<readonly ReportedOrder[]> {
  for await (const page of pages()) yield page.filter(({ order, fill }) => isInScope(scope, order, fill));
}
