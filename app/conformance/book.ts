import path from 'node:path';
import { z } from 'zod';
import { BookReplay } from '../book/bookReplay.ts';
import type { BookReplayReport } from '../book/bookReplayReport.ts';
import type { BookMeasuresReport } from '../book/measures/bookMeasures.ts';
import { recordedInstruments } from '../book/recordedInstruments.ts';
import { mergeRecordings } from '../book/recordedLine.ts';
import { bookVenueOf, bookVenues } from '../book/venue.ts';
import { caseName } from './amm.ts';
import { recordedStream } from './recordedStream.ts';
import type { Tally } from './tally.ts';
import { problemOf } from './vectorPools.ts';

const bookCase = z.object({
  id: z.union([z.string(), z.number()]).optional(),
  venue: z.string(),
  /** Several are one recording in pieces: the stream and the answers to requests. */
  stream: z.union([z.string(), z.array(z.string()).min(1)]),
});
const bookFile = z.looseObject({ suite: z.literal('book'), cases: z.array(z.unknown()).optional() });

const leastShare = 0.994;
const instrumentsShown = 3;

const list = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';

function* figures(report: BookReplayReport): Generator<string> {
  const { compared, equal, quotes, clockBehindMs } = report;
  const share = compared === 0 ? '' : ` (${((100 * equal) / compared).toFixed(3)} %)`;
  yield `quotes: ${quotes} of the venue's own, ${compared} times compared, ${equal} equal${share}`;
  yield `gaps: ${report.gaps} in the numbering, ${report.missedGaps} missed; crossed books shown: ${report.crossedShown}`;
  yield `books: ${report.instruments} instruments in ${(report.bytes / 2 ** 20).toFixed(1)} MiB, ${list(report.outcomes)}`;
  yield `messages: ${list(report.messages)}; unknown: ${list(report.unknown)}; malformed: ${report.malformed}; unreadable lines: ${report.unreadableLines}`;
  if (clockBehindMs !== null && clockBehindMs > 0) {
    yield `clock: the recorder's runs at least ${clockBehindMs.toFixed(1)} ms behind the venue's`;
  }
  for (const difference of report.differences) yield `differs: ${difference}`;
}

const rounded = (value: number, digits = 3): string => String(Number(value.toPrecision(digits)));

/** What the books did, for whoever looks at the recording; nothing of it decides. */
function* measuredFigures(symbol: string, report: BookMeasuresReport): Generator<string> {
  const { trades, spreadBps, moves, movesWithImbalance, movesWithDepth, impactBps, lambda, microprice, queue } = report;
  const shareOf = (part: number): string => (moves === 0 ? '-' : `${rounded((100 * part) / moves)} %`);
  if (spreadBps === null) return;
  yield `${symbol}: ${trades} trades; spread ${rounded(spreadBps)} bp; ten average trades at once cost ${impactBps === null ? '-' : rounded(impactBps)} bp; of ${moves} moves ${shareOf(movesWithImbalance)} went with the best quotes' imbalance, ${shareOf(movesWithDepth)} with five levels'`;
  if (lambda !== null) {
    yield `${symbol}: Kyle's lambda ${rounded(lambda.lambda)} +- ${rounded(lambda.standardError)} a unit of size over ${lambda.intervals} s, R2 ${rounded(lambda.rSquared)}`;
  }
  for (const { horizonMs, trades: settled, effective, realised, impact } of report.markOuts) {
    if (settled === 0) continue;
    yield `${symbol}: after ${horizonMs / 1000} s of ${settled} trades: effective half spread ${rounded(effective)} bp = realised ${rounded(realised)} + impact ${rounded(impact)}`;
  }
  const [low, high] = [0.05, 0.95].map((bidShare) => microprice?.adjustmentTicks({ spreadTicks: 1, bidShare }));
  if (typeof low === 'number' && typeof high === 'number') {
    yield `${symbol}: micro-price at a spread of one tick: ${rounded(low)} ticks from the mid at 5 % bids, ${rounded(high)} at 95 %`;
  }
  if (queue.joined > 0) {
    const waited = queue.waitedMs === null ? '' : ` after ${rounded(queue.waitedMs / 1000)} s`;
    const left =
      queue.leftAhead === null ? '' : `; the others had ${rounded(100 * queue.leftAhead)} % of their queue left`;
    yield `${symbol}: ${queue.joined} orders joining the best prices: ${queue.filled} reached within 30 s,${waited} on average${left}`;
  }
}

const noSuchVenue = `no such venue; there are ${bookVenues.join(', ')}`;

function reportProblem({ compared, equal, crossedShown, missedGaps }: BookReplayReport): string | null {
  if (compared === 0) return 'no quote of the venue could be compared';
  if (crossedShown > 0) return `${crossedShown} crossed books were shown`;
  if (missedGaps > 0) return `${missedGaps} gaps were missed`;
  return equal >= leastShare * compared ? null : `${equal} of ${compared} quotes are equal`;
}

function caseProblem(folder: string, name: string, raw: unknown, tally: Tally): string | null {
  const parsed = bookCase.safeParse(raw);
  if (!parsed.success) return problemOf(parsed.error);
  const venue = bookVenueOf(parsed.data.venue);
  try {
    const streams = [parsed.data.stream].flat().map((stream) => recordedStream(path.resolve(folder, stream), venue));
    const [protocol = null, ...others] = new Set(streams.map((stream) => stream.protocol));
    if (protocol === null) return noSuchVenue;
    if (others.length > 0) return 'the streams are of different kinds';
    const lines = mergeRecordings(streams.map((stream) => stream.lines));
    const instruments = recordedInstruments(protocol, lines);
    if (instruments.length === 0) return 'the stream has no book';
    const replay = new BookReplay(protocol, instruments);
    for (const line of lines) replay.take(line);
    const badRows = streams.reduce((sum, stream) => sum + stream.badRows, 0);
    if (badRows > 0) tally.show(`${name} rows of tables that are none: ${badRows}`);
    const report = replay.report();
    for (const line of figures(report)) tally.show(`${name} ${line}`);
    for (const { symbol, report: measured } of replay.measures(instrumentsShown)) {
      for (const line of measuredFigures(symbol, measured)) tally.show(`${name} ${line}`);
    }
    return reportProblem(report);
  } catch (error) {
    // Only a table needs no protocol of its venue's, and there is none.
    if (venue === null) return noSuchVenue;
    return error instanceof Error ? error.message : String(error);
  }
}

/** Recorded streams of a venue's book. `name` is the path of the file: its streams are looked for beside it. */
export function runBook(name: string, content: unknown, tally: Tally): void {
  const file = bookFile.safeParse(content);
  if (!file.success) {
    tally.count(name, problemOf(file.error));
    return;
  }
  const cases = file.data.cases ?? [content];
  cases.forEach((raw, i) => {
    const shown = caseName(name, 'case', raw, i);
    tally.count(shown, caseProblem(path.dirname(name), shown, raw, tally));
  });
}
