import type { RecordedLine } from '../book/recordedLine.ts';
import type { BookVenue } from '../book/venue.ts';
import { parseDecimal } from '../candles/decimal.ts';
import { decimalText } from '../candles/findingText.ts';
import type { RowProblem } from '../candles/rowReport.ts';
import { columnsProblem } from './columns.ts';
import { csvFields } from './csvLine.ts';
import type { RecordingReader } from './recordingReader.ts';
import { parseTime } from './timeText.ts';

/**
 * Tables of order books, by their columns. changes: rows of one level each, whole where is_snapshot says so (Tardis, incremental_book_L2). snapshots: a whole book of some levels
 * a row (Tardis, book_snapshot_N). quotes: the best of both sides a row (Tardis). depth: Binance's diffs with their ids, a level a row (its historical data).
 */
export type BookTableKind = 'changes' | 'snapshots' | 'quotes' | 'depth';

const columnsOfKind: Readonly<Record<BookTableKind, readonly string[]>> = {
  depth: ['symbol', 'timestamp', 'first_update_id', 'last_update_id', 'side', 'update_type', 'price', 'qty'],
  changes: ['symbol', 'timestamp', 'is_snapshot', 'side', 'price', 'amount'],
  snapshots: ['symbol', 'timestamp', 'asks[0].price', 'asks[0].amount', 'bids[0].price', 'bids[0].amount'],
  quotes: ['symbol', 'timestamp', 'ask_price', 'ask_amount', 'bid_price', 'bid_amount'],
};

/** What a header says that a table is; null: no order books. */
export function bookTableKind(header: readonly string[]): BookTableKind | null {
  const kinds = Object.keys(columnsOfKind) as BookTableKind[];
  return kinds.find((kind) => columnsOfKind[kind].every((name) => header.includes(name))) ?? null;
}

/** Whose protocol says the same as the rows of a table: ids of diffs only Binance's has; Coinbase's states and changes books without any. */
export function protocolOfTable(kind: BookTableKind): BookVenue {
  return kind === 'depth' ? 'binance' : 'coinbase';
}

const digits = 18;
const longestSymbol = 64;
const wholeNumber = /^\d{1,15}$/;

type Level = readonly [price: string, size: string];

/** Rows of one message, which follow each other. */
interface Group {
  readonly key: string;
  readonly symbol: string;
  readonly atMs: number;
  readonly receivedMs: number;
  readonly isWhole: boolean;
  readonly ids: readonly string[];
  readonly bids: Level[];
  readonly asks: Level[];
}

class RowFault {
  readonly problem: RowProblem;
  readonly detail: string;

  constructor(problem: RowProblem, detail: string) {
    this.problem = problem;
    this.detail = detail;
  }
}

/**
 * Reads a table of order books as messages of a protocol that says the same, so that books are rebuilt in one way whatever they come from. A row that is none takes the book off
 * until it is stated whole, where rows are changes.
 * @throws ExpectedError IMPORT_COLUMNS
 */
export class BookTable implements RecordingReader {
  readonly protocol: BookVenue;
  readonly #note: (problem: RowProblem, detail: string) => void;
  #kind: BookTableKind = 'changes';
  #header: readonly string[] | null = null;
  #group: Group | null = null;
  /** Whether the rows before of a symbol were of a snapshot: one may come in several messages. */
  readonly #inSnapshot = new Map<string, boolean>();

  /** @param note hears of rows that are none */
  constructor(protocol: BookVenue, note: (problem: RowProblem, detail: string) => void) {
    this.protocol = protocol;
    this.#note = note;
  }

  read(line: string): readonly RecordedLine[] {
    if (line === '') return [];
    if (this.#header === null) {
      this.#begin(csvFields(line.replace(/^\ufeff/, '')));
      return [];
    }
    const row = this.#row(csvFields(line), this.#header);
    if (row instanceof RowFault) {
      this.#note(row.problem, row.detail);
      if (this.#kind === 'snapshots' || this.#kind === 'quotes') return [];
      // A change is missing: no book is what it was.
      const before = this.end();
      return [
        ...before,
        { direction: 'connected', receivedMs: before.at(-1)?.receivedMs ?? null, request: null, text: '' },
      ];
    }
    if (this.#group !== null && this.#group.key === row.key) {
      this.#group.bids.push(...row.bids);
      this.#group.asks.push(...row.asks);
      return [];
    }
    const before = this.end();
    this.#group = row;
    return before;
  }

  end(): readonly RecordedLine[] {
    const group = this.#group;
    this.#group = null;
    if (group === null) return [];
    const text = JSON.stringify(this.#message(group));
    return [{ direction: 'received', receivedMs: group.receivedMs, request: null, text }];
  }

  #begin(header: readonly string[]): void {
    const names = header.map((name) => name.trim().toLowerCase());
    const kind = bookTableKind(names);
    if (kind === null) throw columnsProblem('these are not the columns of a known table of order books', header);
    if (protocolOfTable(kind) !== this.protocol)
      throw columnsProblem('the files are tables of different kinds', header);
    this.#kind = kind;
    this.#header = names;
  }

  #row(fields: readonly string[], header: readonly string[]): Group | RowFault {
    if (fields.length !== header.length)
      return new RowFault('columns', `${fields.length} fields for ${header.length} columns`);
    const at = (name: string): string => fields[header.indexOf(name)] ?? '';
    const atMs = parseTime(at('timestamp'), null);
    if (atMs === null) return new RowFault('badTime', at('timestamp'));
    const levels = this.#levels(at, header);
    if (levels instanceof RowFault) return levels;
    const symbol = at('symbol').slice(0, longestSymbol);
    const receivedMs = parseTime(at('local_timestamp'), null) ?? atMs;
    const isWhole =
      this.#kind === 'snapshots' || at('is_snapshot').toLowerCase() === 'true' || at('update_type') === 'snap';
    const ids = [at('first_update_id'), at('last_update_id'), at('pu')];
    if (
      this.#kind === 'depth' &&
      !(
        wholeNumber.test(at('first_update_id')) &&
        wholeNumber.test(at('last_update_id')) &&
        /^(-?\d{1,15})?$/.test(at('pu'))
      )
    )
      return new RowFault('malformed', `ids ${ids.join(' ').slice(0, 60)}`);
    // A snapshot or quote is one row; changes come together as one message came.
    const isOne = this.#kind === 'snapshots' || this.#kind === 'quotes';
    const key = isOne ? `${fields.join()}` : [symbol, at('local_timestamp'), atMs, isWhole, ...ids].join();
    return { key, symbol, atMs, receivedMs, isWhole, ids, ...levels };
  }

  #levels(at: (name: string) => string, header: readonly string[]): Pick<Group, 'bids' | 'asks'> | RowFault {
    if (this.#kind === 'changes' || this.#kind === 'depth') {
      const level = levelOf(at('price'), at(this.#kind === 'depth' ? 'qty' : 'amount'));
      const side = at('side').toLowerCase();
      if (level instanceof RowFault) return level;
      if (!['bid', 'b', 'buy', 'ask', 'a', 'sell'].includes(side))
        return new RowFault('malformed', `the side is "${side.slice(0, 20)}"`);
      return side.startsWith('b') ? { bids: [level], asks: [] } : { bids: [], asks: [level] };
    }
    const sides = { bids: [] as Level[], asks: [] as Level[] };
    const places = this.#kind === 'quotes' ? [null] : Array.from({ length: header.length }, (_, i) => i);
    for (const side of ['bids', 'asks'] as const)
      for (const place of places) {
        const [price, size] =
          place === null
            ? [`${side.slice(0, 3)}_price`, `${side.slice(0, 3)}_amount`]
            : [`${side}[${place}].price`, `${side}[${place}].amount`];
        if (!header.includes(price)) break;
        // A book of fewer levels leaves the rest empty.
        if (at(price) === '' && at(size) === '') continue;
        const level = levelOf(at(price), at(size));
        if (level instanceof RowFault) return level;
        sides[side].push(level);
      }
    return sides;
  }

  #message({ symbol, atMs, isWhole, ids, bids, asks }: Group): object {
    const [first, last, previous] = ids;
    if (this.#kind === 'depth') {
      if (isWhole) return { lastUpdateId: Number(last), s: symbol, E: atMs, bids, asks };
      const before = previous === '' || previous === '-1' ? {} : { pu: Number(previous) };
      return { e: 'depthUpdate', E: atMs, s: symbol, U: Number(first), u: Number(last), ...before, b: bids, a: asks };
    }
    const time = new Date(atMs).toISOString();
    if (this.#kind === 'quotes') {
      const [[bid, bidSize] = [], [ask, askSize] = []] = [bids[0], asks[0]];
      const best = { best_bid: bid, best_bid_size: bidSize, best_ask: ask, best_ask_size: askSize };
      return { type: 'ticker', product_id: symbol, time, ...best };
    }
    const isNext = this.#inSnapshot.get(symbol) === true && this.#kind === 'changes';
    this.#inSnapshot.set(symbol, isWhole);
    if (isWhole && !isNext) return { type: 'snapshot', product_id: symbol, time, bids, asks };
    const changes = [...bids.map((level) => ['buy', ...level]), ...asks.map((level) => ['sell', ...level])];
    return { type: 'l2update', product_id: symbol, time, changes };
  }
}

/** Plain decimals: some tables write exponents. */
function levelOf(price: string, size: string): Level | RowFault {
  const [units, amount] = [parseDecimal(price, digits), parseDecimal(size, digits)];
  if (typeof units === 'string') return new RowFault(units, `price is "${price.slice(0, 60)}"`);
  if (typeof amount === 'string') return new RowFault(amount, `amount is "${size.slice(0, 60)}"`);
  if (units <= 0n) return new RowFault('notPositive', `price is "${price.slice(0, 60)}"`);
  if (amount < 0n) return new RowFault('negativeSize', `amount is "${size.slice(0, 60)}"`);
  return [decimalText(units, digits), decimalText(amount, digits)];
}
