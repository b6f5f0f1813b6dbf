import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, expect, test } from 'vitest';
import { BookReplay } from '../book/bookReplay.ts';
import { recordedLine } from '../book/recordedLine.ts';
import { RecordingSurvey } from '../book/recordingSurvey.ts';
import { type BookVenue, bookVenueOf } from '../book/venue.ts';
import { recordedDataFolder } from '../conformance/testing/dataFolder.ts';
import { MarketHistory } from '../history/marketHistory.ts';
import { importIntoHistory } from './importIntoHistory.ts';
import { steppingClock } from './testing/manualClock.ts';

const data = recordedDataFolder();
const root = path.join(data ?? '', 'exchange_ws');
const clock = steppingClock(1000);
/** Files that are cases, and those that are not and why. */
const cases = new Set<string>();
const leftOut = new Map<string, string>();
const unknown = new Map<string, number>();

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    return statSync(file).isDirectory() ? filesUnder(file) : [path.relative(root, file)];
  });
}

const isThere = data !== null && existsSync(root);

afterAll(() => {
  const reasons = [...Map.groupBy(leftOut, ([, reason]) => reason)].map(
    ([reason, files]) => `${files.length} ${reason}`,
  );
  const named = [...unknown].map(([name, count]) => `${name} ${count}`);
  console.log(`recorded sessions: ${cases.size} files run; left out: ${reasons.join('; ') || 'none'}`);
  console.log(`of a kind that is not known: ${named.join(', ') || 'none'}`);
});

function skip(what: string): boolean {
  if (isThere) return false;
  console.log(`skipped: ${what}: no recorded sessions (set SYNDICATE_DATA to their folder)`);
  return true;
}

/** Whole sessions: the stream, and the answers to requests beside it. Numbers were counted in the files with other tools. */
const sessions: readonly (readonly [BookVenue, readonly string[], Readonly<Record<string, number>>])[] = [
  ['binance', ['BINANCE.ws.1.0', 'BINANCE.http.0.0', 'BINANCE.0'], { instruments: 4, trades: 2, gaps: 0 }],
  ['coinbase', ['COINBASE.ws.28.0', 'COINBASE.0'], { instruments: 10, trades: 97, gaps: 0 }],
  ['kraken', ['KRAKEN.ws.48.0', 'KRAKEN.0'], { instruments: 0, trades: 10 }],
  ['kraken', ['KRAKEN.ws.49.0'], { trades: 0 }],
  ['kraken', ['KRAKEN.ws.50.0'], { instruments: 10, trades: 0, gaps: 0 }],
];

test.each(sessions)(
  'a session of %s, %s',
  async (protocol, names, wanted) => {
    if (skip(names[0] ?? '')) return;
    const files = names.map((name) => path.join(root, 'cryptofeed', `${name}.txt.gz`));
    const [file = '', ...beside] = files;
    const folder = mkdtempSync(path.join(tmpdir(), 'sessions-'));
    const history = new MarketHistory(folder);
    try {
      const content = { kind: 'recording', protocol } as const;
      const { books, rows } = await importIntoHistory(history, { file, beside, content, venue: protocol }, { clock });
      expect(books).toMatchObject(wanted);
      const lines = files.flatMap((each) => gunzipSync(readFileSync(each)).toString().split('\n'));
      const directions = lines.flatMap((line) => recordedLine(line)?.direction ?? []);
      const said = directions.filter((direction) => direction === 'received' || direction === 'answered').length;
      const sum = (counts: Readonly<Record<string, number>> = {}): number =>
        Object.values(counts).reduce((total, count) => total + count, 0);
      expect(sum(books?.messages) + sum(books?.unknown) + (rows.counts.malformed ?? 0)).toBe(said);
      expect(rows.counts.malformed ?? 0).toBe(0);
      expect(books?.equal).toBe(books?.compared);
      for (const [name, count] of Object.entries(books?.unknown ?? {}))
        unknown.set(`${protocol} ${name}`, (unknown.get(`${protocol} ${name}`) ?? 0) + count);
    } finally {
      history.close();
      rmSync(folder, { recursive: true, force: true });
    }
    for (const name of names) cases.add(`cryptofeed/${name}.txt.gz`);
  },
  60_000,
);

/** Why a file is no message of a venue whose books are kept; null: it is one. */
function reasonOf(file: string): string | null {
  const [folder = '', name = '', single = ''] = file.split(path.sep);
  if (folder === 'binance_rest_klines') return 'answers with candles as JSON, which are imported from tables';
  if (folder === 'cryptofeed') return /^(BITFINEX|BITSTAMP)/.test(name) ? 'of venues whose books are not kept' : null;
  if (bookVenueOf(name) === null) return 'of chains and venues whose books are not kept';
  return single.includes('_sbe__') ? 'descriptions of binary messages' : null;
}

test('every file is a case, or is named with the reason why it is none', () => {
  if (skip('single messages')) return;
  for (const file of filesUnder(root)) {
    const reason = reasonOf(file);
    if (reason !== null) leftOut.set(file, reason);
    else if (file.startsWith('nautilus_fixtures')) {
      readSingle(file);
      cases.add(file);
    }
    expect([file, cases.has(file) || leftOut.has(file)]).toEqual([file, true]);
  }
  expect(cases.size + leftOut.size).toBe(filesUnder(root).length);
});

/** A message by itself: it is told what it is, by name, and what it says of books is neither refused nor crossed. */
function readSingle(file: string): void {
  const venue = bookVenueOf(file.split(path.sep)[1] ?? '');
  if (venue === null) throw new Error(`${file} is of no venue`);
  const text = readFileSync(path.join(root, file), 'utf8');
  const recorded = { direction: 'received', receivedMs: null, request: null, text } as const;
  const survey = new RecordingSurvey(venue);
  survey.see(recorded);
  const replay = new BookReplay(venue, survey.instruments());
  replay.take(recorded);
  const { messages, unknown: names, malformed, outcomes } = replay.report();
  expect([file, messages.size + names.size, malformed]).toEqual([file, 1, 0]);
  expect([file, ...outcomes.keys()].filter((outcome) => ['refused', 'crossed', 'gap'].includes(outcome))).toEqual([]);
  for (const name of names.keys()) unknown.set(`${venue} ${name}`, (unknown.get(`${venue} ${name}`) ?? 0) + 1);
}
