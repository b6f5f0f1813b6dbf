import { numberOf, objectOf, textOf } from '../json.ts';

/** A venue's own best bid and ask, as its texts stand. */
export interface QuoteText {
  readonly kind: 'quote';
  readonly symbol: string;
  readonly bid: string;
  readonly bidSize: string | null;
  readonly ask: string;
  readonly askSize: string | null;
  /** The book's update id as of which it holds, where the venue says so. */
  readonly updateId: number | null;
  readonly venueMs: number | null;
}

export interface TradeText {
  readonly kind: 'trade';
  readonly symbol: string;
  readonly price: string;
  readonly size: string;
  readonly takerBuys: boolean;
  readonly venueMs: number | null;
  /** As the venue numbers or names it, if it does. */
  readonly id: string | null;
  /** Whether it sums up trades that another stream of the venue states one by one. */
  readonly isAggregate: boolean;
}

/** What a message is, by its content: protocols of one venue have names of their own. */
export interface VenueMessage {
  readonly name: string;
  /** Whether the product knows this kind; it may still pass it over. */
  readonly isKnown: boolean;
  readonly statements: readonly (QuoteText | TradeText)[];
}

/** A message that is an object. */
export type Body = Readonly<Record<string, unknown>>;
const longestName = 60;

/** A message that the product knows, with what it says. */
export const known = (name: string, statements: readonly (QuoteText | TradeText | null)[] = []): VenueMessage => ({
  name,
  isKnown: true,
  statements: statements.filter((each) => each !== null),
});

/** A message that it does not know, by what it calls itself, short and escaped. */
export function unknownMessage(name: unknown, message: unknown): VenueMessage {
  const keys = Object.keys(objectOf(message)).slice(0, 6).join(',');
  const shown = (textOf(name) ?? (Array.isArray(message) ? 'a list' : `{${keys}}`)).slice(0, longestName);
  return { name: JSON.stringify(shown).slice(1, -1), isKnown: false, statements: [] };
}

/** Above, a time is in microseconds: as milliseconds it would be of the year 5138. */
const leastMicroseconds = 1e14;

/** Milliseconds of a venue's time, which may be asked for in microseconds; null where it is no number. */
function timeOf(venueTime: number | null): number | null {
  if (venueTime === null || !Number.isFinite(venueTime)) return null;
  return venueTime >= leastMicroseconds ? venueTime / 1000 : venueTime;
}

/** null when a price is missing. */
export function quote(
  symbol: unknown,
  [bid, bidSize]: readonly unknown[],
  [ask, askSize]: readonly unknown[],
  rest: { updateId?: unknown; venueMs?: number | null } = {},
): QuoteText | null {
  const [name, bidText, askText] = [textOf(symbol), textOf(bid), textOf(ask)];
  if (name === null || bidText === null || askText === null) return null;
  const sizes = { bidSize: textOf(bidSize), askSize: textOf(askSize) };
  const { updateId, venueMs = null } = rest;
  return {
    kind: 'quote',
    symbol: name,
    bid: bidText,
    ask: askText,
    ...sizes,
    updateId: numberOf(updateId),
    venueMs: timeOf(venueMs),
  };
}

/** null when a part is missing. */
export function trade(
  symbol: unknown,
  price: unknown,
  size: unknown,
  takerBuys: boolean,
  venueMs: number | null,
  rest: { id?: unknown; isAggregate?: boolean } = {},
): TradeText | null {
  const [name, priceText, sizeText] = [textOf(symbol), textOf(price), textOf(size)];
  if (name === null || priceText === null || sizeText === null) return null;
  const { id, isAggregate = false } = rest;
  return {
    kind: 'trade',
    symbol: name,
    price: priceText,
    size: sizeText,
    takerBuys,
    venueMs: timeOf(venueMs),
    id: textOf(id),
    isAggregate,
  };
}
