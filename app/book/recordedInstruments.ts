import { InstrumentInference } from './inferInstruments.ts';
import type { BookInstrument } from './instrument.ts';
import { type BookTexts, bookTexts } from './levelTexts.ts';
import { type RecordedLine, recordedLine } from './recordedLine.ts';
import type { BookVenue } from './venue.ts';
import { venueMessage } from './venueMessage.ts';

/** Where neither a message nor its request names the instrument. */
export const onlySymbol = '';

/** The instrument that a request asks for: Binance's answers do not name it. */
export function requestedSymbol(request: string | null): string | null {
  return request === null ? null : (/[?&](?:symbol|pair)=([\w-]{1,40})/.exec(request)?.[1] ?? null);
}

/** What a recorder wrote about a venue, but for what it sent itself and notes of its own. */
export function isFromVenue({ direction }: RecordedLine): boolean {
  return direction === 'received' || direction === 'answered';
}

/** undefined when it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The instruments that a recording speaks of; one that names none at all has one without a name. */
export function recordedInstruments(venue: BookVenue, lines: Iterable<string>): BookInstrument[] {
  const inference = new InstrumentInference();
  const nameless: BookTexts[] = [];
  for (const line of lines) {
    const recorded = recordedLine(line);
    if (recorded === null || !isFromVenue(recorded)) continue;
    const message = parsed(recorded.text);
    for (const statement of venueMessage(venue, message).statements) {
      if (statement.kind === 'quote') inference.seeQuote(statement);
    }
    for (const texts of bookTexts(message)) {
      const symbol = texts.symbol ?? requestedSymbol(recorded.request);
      if (symbol === null) nameless.push(texts);
      else inference.seeBook(texts, symbol);
    }
  }
  const known = inference.instruments();
  const [only] = known;
  if (known.length <= 1) for (const texts of nameless) inference.seeBook(texts, only?.symbol ?? onlySymbol);
  return inference.instruments();
}
