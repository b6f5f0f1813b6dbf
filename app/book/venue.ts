/** The venues whose books can be kept; the place in this list is their number in native/book/book_feed.hpp. */
export const bookVenues = ['binance', 'bybit', 'coinbase', 'kraken', 'hyperliquid', 'okx'] as const;
export type BookVenue = (typeof bookVenues)[number];

/** The venue that a name means: "Binance-Spot" and "binance_usdm" are Binance, whose protocols are told apart by their messages. */
export function bookVenueOf(name: string): BookVenue | null {
  const plain = name.toLowerCase().replaceAll(/[^a-z]/g, '');
  return bookVenues.find((venue) => plain.startsWith(venue)) ?? null;
}
