import type { ChartSeries } from '../../app/contract/charts.ts';
import type { OrderRow, TokenRow } from '../../app/contract/panelStream.ts';
import type { LinkSubject, PanelId } from '../../app/contract/workspace.ts';
import type { Address } from '../../app/domain/hex.ts';
import { shortHex } from '../../app/domain/hex.ts';

export interface Thing {
  readonly id: string;
  readonly kind: 'Tokens' | 'Pools' | 'Orders' | 'Transactions';
  readonly title: string;
  readonly detail: string;
  readonly subject: LinkSubject;
  /** Where it is best looked at. */
  readonly panel: PanelId;
}

export interface Searched {
  readonly tokens: Iterable<TokenRow>;
  readonly series: readonly ChartSeries[];
  readonly orders: Iterable<OrderRow>;
}

const mostOfAKind = 8;
const fewestLetters = 2;

/** Tokens, pools, orders and transactions of which a symbol, a name, an address or a hash begins with the text. */
export function findThings(text: string, { tokens, series, orders }: Searched): readonly Thing[] {
  const wanted = text.trim().toLowerCase();
  if (wanted.length < fewestLetters) return [];
  const begins = (...names: readonly (string | null)[]): boolean =>
    names.some((name) => name?.toLowerCase().startsWith(wanted) ?? false);
  const found: Record<Thing['kind'], Thing[]> = { Tokens: [], Pools: [], Orders: [], Transactions: [] };
  for (const { id, symbol } of tokens)
    if (begins(id, symbol))
      found.Tokens.push({
        id: `token ${id}`,
        kind: 'Tokens',
        title: symbol,
        detail: shortHex(id),
        subject: { kind: 'token', address: id },
        panel: 'opportunities',
      });
  for (const each of series) {
    if (each.source.kind !== 'pool') continue;
    const { pool } = each.source;
    if (begins(pool, each.symbol, each.venue, ...each.symbol.split(' / ')))
      found.Pools.push({
        id: `pool ${pool}`,
        kind: 'Pools',
        title: `${each.symbol} · ${each.venue}`,
        detail: shortHex(pool),
        subject: { kind: 'pool', address: pool as Address },
        panel: 'chart',
      });
  }
  for (const { id, ticketId, route, state, transactionHash } of orders) {
    const thing = { detail: state, subject: { kind: 'ticket', id: ticketId }, panel: 'orders' } as const;
    if (begins(id, route, ...route.split('–')))
      found.Orders.push({ ...thing, id: `order ${id}`, kind: 'Orders', title: `${route} · ${id}` });
    if (transactionHash !== null && begins(transactionHash))
      found.Transactions.push({
        ...thing,
        id: `transaction ${transactionHash}`,
        kind: 'Transactions',
        title: shortHex(transactionHash),
        detail: `${route} · ${state}`,
      });
  }
  // The newest orders are the last ones.
  found.Orders.reverse();
  return Object.values(found).flatMap((things) => things.slice(0, mostOfAKind));
}
