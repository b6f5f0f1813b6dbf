import { objectOf } from './json.ts';
import { ofBinance } from './messages/binance.ts';
import { ofBybit } from './messages/bybit.ts';
import { ofCoinbase } from './messages/coinbase.ts';
import { ofHyperliquid } from './messages/hyperliquid.ts';
import { ofKraken } from './messages/kraken.ts';
import { ofOkx } from './messages/okx.ts';
import type { VenueMessage } from './messages/statements.ts';
import type { BookVenue } from './venue.ts';

/** Tells what a parsed message of a venue is, and its quotes and trades. Books are read by the native core, from the text itself. */
export function venueMessage(venue: BookVenue, message: unknown): VenueMessage {
  switch (venue) {
    case 'binance':
      return ofBinance(objectOf(message));
    case 'bybit':
      return ofBybit(objectOf(message));
    case 'coinbase':
      return ofCoinbase(objectOf(message));
    case 'kraken':
      return ofKraken(message);
    case 'hyperliquid':
      return ofHyperliquid(objectOf(message));
    case 'okx':
      return ofOkx(objectOf(message));
  }
}
