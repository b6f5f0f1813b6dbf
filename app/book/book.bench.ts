import { microseconds, rounded, summary } from '../detect/testing/timing.ts';
import { seededRandom } from '../domain/random.ts';
import { type BestQuotes, BookFeed } from './bookFeed.ts';
import { answerText, BenchMarket, benchInstrument, diffText, scaledLevels } from './testing/benchMarket.ts';
import { type JavascriptBook, javascriptBooks } from './testing/javascriptBooks.ts';

const levelsASide = 1000;
const batches = 100;
const diffsABatch = 5000;
const messagesABatch = 250;
const own = 'own';

type Emit = (line: object) => void;

const share = (values: readonly number[], part: number): number =>
  rounded([...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0);

/** The peer whose median is lowest. */
function fastest(times: ReadonlyMap<string, number[]>): [string, number[]] {
  const [best = ['none', []]] = [...times].sort(([, a], [, b]) => share(a, 0.5) - share(b, 0.5));
  return best;
}

/** Runs a batch of each by turns, so that a busy machine is busy for all. */
function byTurns(rounds: number, jobs: ReadonlyMap<string, (round: number) => void>): Map<string, number[]> {
  const times = new Map([...jobs.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, job] of jobs) times.get(name)?.push(microseconds(() => job(round)));
  }
  return times;
}

function lineOf(times: ReadonlyMap<string, number[]>, perBatch: number, peer: string): object {
  const scaled = new Map([...times].map(([name, each]) => [name, each.map((time) => time * perBatch)]));
  const ours = scaled.get(own) ?? [];
  scaled.delete(own);
  const [name, theirs] = fastest(scaled);
  const peers = Object.fromEntries([...scaled].map(([each, values]) => [each, share(values, 0.5)]));
  return { ...summary(ours, `js:${peer}${name}`, theirs), peers };
}

function requireSame(name: string, best: BestQuotes | null, book: JavascriptBook, unit: number): void {
  const [ask = 0, bid = 0] = book.best();
  const isSame =
    Math.round(ask * unit) === Number(best?.ask.ticks) && Math.round(-bid * unit) === Number(best?.bid.ticks);
  if (!isSame) throw new Error(`${name} has another book`);
}

/** Already scaled diffs, one after another, into a book of a thousand levels a side. */
function benchDiffs(emit: Emit): void {
  const market = new BenchMarket(seededRandom(5));
  const start = market.book(levelsASide);
  const rounds = Array.from({ length: batches }, () => market.changes(diffsABatch));
  const scaled = rounds.map(scaledLevels);
  const feed = new BookFeed('binance', [benchInstrument]);
  feed.begin(0);
  feed.setLevels(0, start.length, scaledLevels(start));
  const jobs = new Map<string, (round: number) => void>();
  jobs.set(own, (round) => {
    const levels = scaled[round] ?? scaledLevels([]);
    const outcome = feed.setLevels(0, diffsABatch, levels);
    if (outcome !== 'applied') throw new Error(`the book is ${outcome}`);
  });
  const books = Object.entries(javascriptBooks).map(([name, make]) => [name, make()] as const);
  for (const [name, book] of books) {
    for (const { isBid, ticks, size } of start) book.set(isBid, ticks, size);
    jobs.set(name, (round) => {
      for (const { isBid, ticks, size } of rounds[round] ?? []) book.set(isBid, ticks, size);
    });
  }
  const times = byTurns(batches, jobs);
  for (const [name, book] of books) requireSame(name, feed.best(0), book, 1);
  emit({
    bench: 'book',
    case: `diff levels=${levelsASide}+${levelsASide}`,
    unit: 'ns',
    ...lineOf(times, 1000 / diffsABatch, ''),
  });
}

interface DepthUpdate {
  readonly U: number;
  readonly u: number;
  readonly b: readonly (readonly [string, string])[];
  readonly a: readonly (readonly [string, string])[];
}

type Pairs = DepthUpdate['b'];

function setPairs(book: JavascriptBook, bids: Pairs, asks: Pairs): void {
  for (const [price, size] of bids) book.set(true, Number(price), Number(size));
  for (const [price, size] of asks) book.set(false, Number(price), Number(size));
}

/** What a JavaScript program does with a message; answers the id it is now at. */
function takeMessage(book: JavascriptBook, text: string, id: number): number {
  const { U, u, b, a } = JSON.parse(text) as DepthUpdate;
  if (U !== id + 1) throw new Error('a message is missing');
  setPairs(book, b, a);
  return u;
}

/** Raw texts, as they come over a connection, into a book that is kept in step. */
function benchMessages(emit: Emit, levels: number): void {
  const market = new BenchMarket(seededRandom(6));
  const answer = answerText(market.book(levelsASide), 0);
  const texts = Array.from({ length: batches * messagesABatch }, (_, i) => diffText(market.changes(levels), i + 1));
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  const feed = new BookFeed('binance', [benchInstrument]);
  const begin = (): void => {
    feed.reconnect();
    feed.apply(new TextEncoder().encode(answer));
  };
  begin();
  const jobs = new Map<string, (round: number) => void>();
  const inBatch = (round: number, take: (i: number) => void): void => {
    for (let i = round * messagesABatch; i < (round + 1) * messagesABatch; i += 1) take(i);
  };
  const nothing = new Uint8Array();
  jobs.set(own, (round) => inBatch(round, (i) => void feed.apply(bytes[i] ?? nothing)));
  const books = Object.entries(javascriptBooks).map(([name, make]) => [name, make()] as const);
  for (const [name, book] of books) {
    const { bids, asks } = JSON.parse(answer) as { bids: Pairs; asks: Pairs };
    setPairs(book, bids, asks);
    let id = 0;
    jobs.set(name, (round) =>
      inBatch(round, (i) => {
        id = takeMessage(book, texts[i] ?? '', id);
      }),
    );
  }
  const times = byTurns(batches, jobs);
  for (const [name, book] of books) requireSame(name, feed.best(0), book, 100);
  emit({
    bench: 'book',
    case: `message levels=${levels} bytes=${Math.round(bytes.reduce((sum, each) => sum + each.length, 0) / bytes.length)}`,
    unit: 'us',
    ...lineOf(times, 1 / messagesABatch, 'JSON.parse and '),
    ...tails(begin, (i) => void feed.apply(bytes[i] ?? nothing), bytes.length),
  });
}

/** The slowest in a thousand, each timed by itself, beside what the machine does to a loop that does nothing: both hold a reading of the clock. */
function tails(begin: () => void, work: (i: number) => void, count: number): object {
  const times: number[] = [];
  const idle: number[] = [];
  begin();
  for (let i = 0; i < count; i += 1) {
    times.push(microseconds(() => work(i)));
    idle.push(microseconds(() => undefined));
  }
  return {
    p999: share(times, 0.999),
    hiccupP999: share(idle, 0.999),
    worst: share(times, 1 - 1 / count),
    hiccupWorst: share(idle, 1 - 1 / count),
  };
}

/** A book by price level: diffs that are read already, and raw messages of 20 levels and of 20 a side. */
export async function bench(emit: Emit): Promise<void> {
  benchDiffs(emit);
  benchMessages(emit, 20);
  benchMessages(emit, 40);
}
