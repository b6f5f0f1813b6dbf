import { type BookPaperOrder, type bookOrderKinds, bookPaperOrderSchema } from '../../../app/contract/bookPaper.ts';
import type { KeptSeries } from '../../../app/contract/imports.ts';

export const kindNames = { limit: 'limit', postOnly: 'post only', ioc: 'immediate', market: 'market' } as const;

/** An order as it is written in the form. */
export interface Draft {
  readonly market: string;
  readonly side: 'buy' | 'sell';
  readonly kind: (typeof bookOrderKinds)[number];
  readonly price: string;
  readonly size: string;
  /** UTC, as `2024-08-08T10:00:00.010Z`. */
  readonly at: string;
  /** Seconds; empty: never. */
  readonly cancelAfter: string;
  readonly makerPercent: string;
  readonly takerPercent: string;
}

/** Where a draft begins: a moment into what is kept of the market. */
export function beginningOf(series: KeptSeries | undefined): string {
  const [first, last] = [series?.firstMs ?? 0, series?.lastMs ?? 0];
  return new Date(Math.round(first + Math.min(1000, Math.max(0, last - first) / 2))).toISOString();
}

const writtenTime = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?))?Z?$/;

/** Milliseconds since 1970 of a time in UTC; NaN where it is not one. */
function readTime(text: string): number {
  const [, day, time = '00:00'] = writtenTime.exec(text.trim()) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}Z`);
}

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const fieldNames: Readonly<Record<string, string>> = {
  price: 'the price',
  size: 'the size',
  atMs: 'when it is sent',
  cancelAfterMs: 'when it is cancelled',
  makerPpm: 'what a maker pays',
  takerPpm: 'what a taker pays',
};

/** The orders that a draft is, or the name of the first field that is not what it has to be. */
export function readDraft(
  draft: Draft,
  series: readonly KeptSeries[],
): { readonly ask: BookPaperOrder } | { readonly wrong: string } {
  const market = series.find(({ id }) => id === draft.market);
  const order = {
    side: draft.side,
    kind: draft.kind,
    price: draft.kind === 'market' ? null : draft.price.trim(),
    size: draft.size.trim(),
    atMs: readTime(draft.at),
    cancelAfterMs: draft.cancelAfter.trim() === '' ? null : numberOf(draft.cancelAfter) * 1000,
  };
  const ppm = (percent: string): number => Math.round(numberOf(percent) * 10_000);
  const asked = bookPaperOrderSchema.safeParse({
    venue: market?.venue ?? '',
    symbol: market?.symbol ?? '',
    orders: [order],
    makerPpm: ppm(draft.makerPercent),
    takerPpm: ppm(draft.takerPercent),
    queueRule: 'conservative',
    seed: 1,
  });
  if (asked.success) return { ask: asked.data };
  const field = String(asked.error.issues[0]?.path.at(-1));
  return { wrong: fieldNames[field] ?? 'the market' };
}
