import { microseconds, rounded, summary } from '../detect/testing/timing.ts';
import { seededRandom } from '../domain/random.ts';
import { type BestQuotes, BookFeed } from './bookFeed.ts';
import { answerText, BenchMarket, benchInstrument, diffText, scaledLevels } from './testing/benchMarket.ts';
import { type JavascriptBook, javascriptBooks } from './testing/javascriptBooks.ts';

const levelsASide = 1000;
const batches = 100;
const diffsABatch = 20_000;
const messagesABatch = 500;
const own = 'own';

type Emit = (line: object) => void;

const share = (values: readonly number[], part: number): number =>
  rounded([...values].sort((a, b) => a - b)[Math.floor(values.length * part)] ?? 0);

/** The peer whose median is lowest. */
function fastest(times: ReadonlyMap<string, number[]>): [string, number[]] {
  const [best = ['none', []]] = [...times].sort(([, a], [, b]) => share(a, 0.5) - share(b, 0.5));
  return best;
}

interface Job {
  /** Before each round, and not timed. */
  prepare(): void;
  run(): void;
}

/** Runs a batch of each by turns, so that a busy machine is busy for all. */
function byTurns(jobs: ReadonlyMap<string, Job>): Map<string, number[]> {
  const times = new Map([...jobs.keys()].map((name) => [name, [] as number[]]));
  for (let round = 0; round < batches; round += 1) {
    for (const [name, job] of jobs) {
      job.prepare();
      times.get(name)?.push(microseconds(() => job.run()));
    }
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

/** The same scaled diffs again and again, into a book that begins anew with a thousand levels a side. */
function benchDiffs(emit: Emit): void {
  const market = new BenchMarket(seededRandom(5));
  const start = market.book(levelsASide);
  const changes = market.changes(diffsABatch);
  const [scaledStart, scaled] = [scaledLevels(start), scaledLevels(changes)];
  const feed = new BookFeed('binance', [benchInstrument]);
  const jobs = new Map<string, Job>();
  jobs.set(own, {
    prepare() {
      feed.begin(0);
      feed.setLevels(0, start.length, scaledStart);
    },
    run() {
      const outcome = feed.setLevels(0, diffsABatch, scaled);
      if (outcome !== 'applied') throw new Error(`the book is ${outcome}`);
    },
  });
  const books = new Map<string, JavascriptBook>();
  for (const [name, make] of Object.entries(javascriptBooks)) {
    let book = make();
    jobs.set(name, {
      prepare() {
        book = make();
        books.set(name, book);
        for (const { isBid, ticks, size } of start) book.set(isBid, ticks, size);
      },
      run() {
        for (const { isBid, ticks, size } of changes) book.set(isBid, ticks, size);
      },
    });
  }
  const times = byTurns(jobs);
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

/** The same raw texts again and again, as warm as they come from a socket, into a book that begins anew and is kept in step. */
function benchMessages(emit: Emit, levels: number): void {
  const market = new BenchMarket(seededRandom(6));
  const answer = answerText(market.book(levelsASide), 0);
  const texts = Array.from({ length: messagesABatch }, (_, i) => diffText(market.changes(levels), i + 1));
  const bytes = texts.map((text) => new TextEncoder().encode(text));
  const feed = new BookFeed('binance', [benchInstrument]);
  const prepare = (): void => {
    feed.reconnect();
    feed.apply(new TextEncoder().encode(answer));
  };
  const run = (): void => {
    for (const each of bytes) feed.apply(each);
  };
  const jobs = new Map<string, Job>([[own, { prepare, run }]]);
  const { bids, asks } = JSON.parse(answer) as { bids: Pairs; asks: Pairs };
  const books = new Map<string, JavascriptBook>();
  for (const [name, make] of Object.entries(javascriptBooks)) {
    let book = make();
    jobs.set(name, {
      prepare() {
        book = make();
        books.set(name, book);
        setPairs(book, bids, asks);
      },
      run() {
        let id = 0;
        for (const text of texts) id = takeMessage(book, text, id);
      },
    });
  }
  const times = byTurns(jobs);
  for (const [name, book] of books) requireSame(name, feed.best(0), book, 100);
  const size = Math.round(bytes.reduce((sum, each) => sum + each.length, 0) / bytes.length);
  emit({
    bench: 'book',
    case: `message levels=${levels} bytes=${size}`,
    unit: 'us',
    ...lineOf(times, 1 / messagesABatch, 'JSON.parse and '),
    ...tails(prepare, (i) => void feed.apply(bytes[i % messagesABatch] ?? new Uint8Array())),
  });
}

/** The slowest in a thousand, each timed by itself, beside what the machine does to a loop that does nothing: both hold a reading of the clock. */
function tails(prepare: () => void, work: (i: number) => void): object {
  const times: number[] = [];
  const idle: number[] = [];
  const count = 40 * messagesABatch;
  for (let i = 0; i < count; i += 1) {
    if (i % messagesABatch === 0) prepare();
    times.push(microseconds(() => work(i)));
    idle.push(microseconds(() => undefined));
  }
  const worst = 1 - 1 / count;
  return {
    p999: share(times, 0.999),
    hiccupP999: share(idle, 0.999),
    worst: share(times, worst),
    hiccupWorst: share(idle, worst),
  };
}

/** A book by price level: diffs that are read already, and raw messages of 20 levels and of 20 a side. */
export async function bench(emit: Emit): Promise<void> {
  benchDiffs(emit);
  benchMessages(emit, 20);
  benchMessages(emit, 40);
}
