import { bookTexts } from '../book/levelTexts.ts';
import { isFromVenue, parsed, recordedLine } from '../book/recordedLine.ts';
import { type BookVenue, bookVenues } from '../book/venue.ts';
import { venueMessage } from '../book/venueMessage.ts';

/** Whose streams lines are of, by what their messages say. */
export interface RecognisedRecording {
  readonly protocol: BookVenue;
  /** Under which name they are usually kept: futures are markets of their own. */
  readonly venue: string;
  readonly series: readonly string[];
  readonly detail: string;
}

const shownMessages = 3;

/** null where no venue's books, trades or quotes are among the lines. */
export function recogniseRecording(lines: readonly string[]): RecognisedRecording | null {
  const messages = lines.flatMap((line) => {
    const recorded = recordedLine(line);
    return recorded === null || !isFromVenue(recorded) ? [] : [parsed(recorded.text)];
  });
  let best: { readonly protocol: BookVenue; readonly told: ReturnType<typeof tell>; readonly count: number } | null =
    null;
  for (const protocol of bookVenues) {
    const told = tell(protocol, messages);
    const count = [...told.names.values()].reduce((sum, each) => sum + each, 0);
    if (count > (best?.count ?? 0)) best = { protocol, told, count };
  }
  if (best === null) return null;
  const { protocol, told } = best;
  const names = [...told.names].sort(([, a], [, b]) => b - a).map(([name]) => name);
  const isFutures = names.some((name) => name.startsWith('futures'));
  return {
    protocol,
    venue: isFutures ? `${protocol}-futures` : protocol,
    series: [...told.symbols],
    detail: `streams of ${protocol}: ${names.slice(0, shownMessages).join(', ')}`,
  };
}

/** Messages of a venue that say something of a market, by name. */
function tell(protocol: BookVenue, messages: readonly unknown[]) {
  const names = new Map<string, number>();
  const symbols = new Set<string>();
  for (const message of messages) {
    const { isKnown, name, statements } = venueMessage(protocol, message);
    const books = isKnown ? bookTexts(message) : [];
    if (!isKnown || statements.length + books.length === 0) continue;
    names.set(name, (names.get(name) ?? 0) + 1);
    for (const { symbol } of [...statements, ...books]) if (symbol !== null) symbols.add(symbol);
  }
  return { names, symbols };
}
