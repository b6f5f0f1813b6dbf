import { parseDecimal } from '../candles/decimal.ts';
import type { BookInstrument } from './instrument.ts';
import type { BookTexts, LevelText } from './levelTexts.ts';
import type { VenueQuote } from './quoteComparison.ts';

/** Ticks of a price text; null when it is none, or off the tick. */
export function ticksOf({ priceDigits, tickUnits }: BookInstrument, price: string): bigint | null {
  const units = parseDecimal(price, priceDigits);
  return typeof units === 'bigint' && units % tickUnits === 0n ? units / tickUnits : null;
}

/** Units of a size text; null when there is none, or it has more digits than the instrument. */
export function sizeUnitsOf({ sizeDigits }: BookInstrument, size: string | null): bigint | null {
  const units = size === null ? null : parseDecimal(size, sizeDigits);
  return typeof units === 'bigint' ? units : null;
}

/** A quote in ticks; a size that the venue does not say is null. null when a price is none. */
export function scaledQuote(
  instrument: BookInstrument,
  bid: { readonly price: string; readonly size: string | null },
  ask: { readonly price: string; readonly size: string | null },
): VenueQuote | null {
  const [bidTicks, askTicks] = [ticksOf(instrument, bid.price), ticksOf(instrument, ask.price)];
  if (bidTicks === null || askTicks === null) return null;
  return { bidTicks, askTicks, bidSize: sizeUnitsOf(instrument, bid.size), askSize: sizeUnitsOf(instrument, ask.size) };
}

function bestOf(instrument: BookInstrument, levels: readonly LevelText[], isBetter: (a: bigint, b: bigint) => boolean) {
  let best: { ticks: bigint; level: LevelText } | null = null;
  for (const level of levels) {
    const ticks = ticksOf(instrument, level.price);
    if (ticks !== null && (best === null || isBetter(ticks, best.ticks))) best = { ticks, level };
  }
  return best?.level ?? null;
}

/** The best bid and ask among the levels of a message that states the whole book. */
export function topOfTexts(instrument: BookInstrument, { bids, asks }: BookTexts): VenueQuote | null {
  const bid = bestOf(instrument, bids, (a, b) => a > b);
  const ask = bestOf(instrument, asks, (a, b) => a < b);
  return bid === null || ask === null ? null : scaledQuote(instrument, bid, ask);
}
