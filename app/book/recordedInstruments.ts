import type { BookInstrument } from './instrument.ts';
import type { RecordedLine } from './recordedLine.ts';
import { RecordingSurvey } from './recordingSurvey.ts';
import type { BookVenue } from './venue.ts';

/** The instruments that a recording speaks of; one that names none at all has one without a name. */
export function recordedInstruments(venue: BookVenue, lines: Iterable<RecordedLine>): BookInstrument[] {
  const survey = new RecordingSurvey(venue);
  for (const line of lines) survey.see(line);
  return survey.instruments();
}
