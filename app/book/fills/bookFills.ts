import { ensure } from '../../domain/errors.ts';
import type { BookInstrument } from '../instrument.ts';
import { type FeeSchedule, feeOf, notionalOf } from './fees.ts';
import type { MeasuredLatency } from './latency.ts';
import { least } from './least.ts';
import { isBetter, type LevelChange, Liquidity, restingSide, takenSide } from './liquidity.ts';
import type { BookOrder, OrderEnd, OrderEvent } from './order.ts';
import { type QueueRule, type RestingFill, RestingLevel, type RestingOrder } from './restingLevel.ts';

export interface BookFillsOptions {
  readonly instrument: BookInstrument;
  readonly fees: FeeSchedule;
  readonly queueRule: QueueRule;
  /** From our decision to the venue, and from the venue to us. */
  readonly entry: MeasuredLatency;
  readonly response: MeasuredLatency;
}

/** What the recording says of the book, a message at a time. whole: these are all its levels. lost: it is not known until it is stated whole. */
export type BookMessage =
  | { readonly kind: 'whole' | 'changes'; readonly levels: readonly LevelChange[] }
  | { readonly kind: 'lost' };

export interface RecordedTrade {
  readonly ticks: bigint;
  readonly size: bigint;
  readonly takerBuys: boolean;
}

type Sent =
  | { readonly kind: 'order'; readonly order: BookOrder; readonly atUs: number }
  | { readonly kind: 'cancel'; readonly id: string; readonly atUs: number };

const longestQueue = 10_000;

/**
 * What orders of ours would have come to in a recorded book with its trades. The recording goes on as it was; ours meet it by price and then by time:
 * - taking removes what the recording still shows (`Liquidity`); a level is never taken twice;
 * - resting stands behind what is at its price (`RestingLevel`) and is filled by the recorded trades that pass the queue, by trades beyond its price, and by levels of the other side that come to its
 *   price, never by more than their size;
 * - others do not answer to us, and what we filled instead of them stays in the recording: nothing of it comes to us.
 * All amounts are integers. Times are the venue's, in microseconds; what is recorded at the moment at which ours comes goes first. Feed trades before the book of the same time: a book's message is of
 * after the trades in it.
 */
export class BookFills {
  readonly #options: BookFillsOptions;
  readonly #liquidity = new Liquidity();
  readonly #resting = { bid: new Map<bigint, RestingLevel>(), ask: new Map<bigint, RestingLevel>() };
  readonly #ids = new Set<string>();
  /** On their way to the venue, in the order in which they come. */
  #sent: Sent[] = [];
  #atUs = 0;
  #lastComesUs = 0;
  #lastKnownUs = 0;

  constructor(options: BookFillsOptions) {
    this.#options = options;
  }

  /** Sends an order. One connection keeps its order: nothing overtakes what was sent before. @returns when it comes to the venue */
  submit(atUs: number, order: BookOrder): number {
    ensure(!this.#ids.has(order.id), 'an order has the id of another', { id: order.id });
    ensure(order.size > 0n && (order.kind === 'market' || order.ticks > 0n), 'an order has no size or price', {
      id: order.id,
    });
    ensure(this.#sent.length < longestQueue, 'too many orders are on their way', { sent: this.#sent.length });
    this.#ids.add(order.id);
    const comesUs = this.#comes(atUs);
    this.#sent.push({ kind: 'order', order, atUs: comesUs });
    return comesUs;
  }

  /** Asks for an order to be cancelled; one that is over by then stays as it ended. */
  cancel(atUs: number, id: string): number {
    const comesUs = this.#comes(atUs);
    this.#sent.push({ kind: 'cancel', id, atUs: comesUs });
    return comesUs;
  }

  /** A message of the recording about the book. @returns what became of ours up to then and by it */
  book(atUs: number, message: BookMessage): readonly OrderEvent[] {
    const events = this.#until(atUs);
    if (message.kind === 'lost') {
      this.#liquidity.clear();
      return events;
    }
    const levels = message.kind === 'whole' ? this.#stated(message.levels) : message.levels;
    if (message.kind === 'whole') this.#liquidity.isWhole = true;
    const grown = levels.flatMap((change) => this.#setLevel(change));
    return [...events, ...this.#meet(grown)];
  }

  /** A trade of the recording. */
  trade(atUs: number, { ticks, size, takerBuys }: RecordedTrade): readonly OrderEvent[] {
    const events = this.#until(atUs);
    const side = takerBuys ? 'ask' : 'bid';
    let left = size;
    for (const [price, level] of this.#best(side)) {
      if (isBetter(side, ticks, price)) break;
      const fills = price === ticks ? level.trade(left, size) : level.through(left);
      for (const fill of fills) left -= fill.size;
      events.push(...this.#made(price, fills));
      this.#tidy(side, price);
    }
    return events;
  }

  /** Lets time pass without a word of the recording. */
  advance(atUs: number): readonly OrderEvent[] {
    return this.#until(atUs);
  }

  /** Orders that rest, with what goes before each. */
  *resting(): IterableIterator<Readonly<RestingOrder>> {
    for (const side of ['bid', 'ask'] as const) for (const level of this.#resting[side].values()) yield* level.orders;
  }

  #comes(atUs: number): number {
    const comesUs = Math.max(this.#lastComesUs, atUs + this.#options.entry.drawUs());
    this.#lastComesUs = comesUs;
    return comesUs;
  }

  /** What comes to the venue before this moment. */
  #until(atUs: number): OrderEvent[] {
    ensure(atUs >= this.#atUs, 'the recording went back in time', { atUs, before: this.#atUs });
    this.#atUs = atUs;
    const events: OrderEvent[] = [];
    while (this.#sent[0] !== undefined && this.#sent[0].atUs < atUs) {
      const next = this.#sent[0];
      this.#sent.shift();
      if (next.kind === 'order') events.push(...this.#arrive(next.order, next.atUs));
      else events.push(...this.#callOff(next.id, next.atUs));
    }
    return events;
  }

  #arrive(order: BookOrder, atUs: number): OrderEvent[] {
    if (!this.#liquidity.isWhole) return [this.#end(order, order.size, 'BOOK_UNKNOWN', atUs)];
    const limit = order.kind === 'market' ? null : order.ticks;
    const side = takenSide(order.side);
    const levels = this.#liquidity.takeable(side, limit);
    const [[ours] = []] = this.#best(side);
    const meetsOurs = ours !== undefined && (limit === null || !isBetter(side, limit, ours));
    if (order.kind === 'postOnly' && (levels.length > 0 || meetsOurs))
      return [this.#end(order, order.size, 'BOOK_WOULD_TAKE', atUs)];
    const events: OrderEvent[] = [];
    let open = order.size;
    for (const { ticks, size } of levels) {
      // Ours stands before what is worse; at its own price others may stand before it, which is not told apart.
      if (open === 0n || (meetsOurs && !isBetter(side, ticks, ours))) break;
      const taken = least(size, open);
      this.#liquidity.take(side, ticks, taken);
      open -= taken;
      events.push(this.#fill(order, 'taker', ticks, taken, atUs));
    }
    if (open === 0n) return [...events, this.#end(order, 0n, 'filled', atUs)];
    if (meetsOurs) return [...events, this.#end(order, open, 'BOOK_SELF_TRADE', atUs)];
    if (order.kind === 'market') return [...events, this.#end(order, open, 'BOOK_EXHAUSTED', atUs)];
    if (order.kind === 'ioc') return [...events, this.#end(order, open, 'BOOK_UNFILLED', atUs)];
    return [...events, this.#rest(order, open, atUs)];
  }

  #rest(order: BookOrder, open: bigint, atUs: number): OrderEvent {
    const side = restingSide(order.side);
    const level =
      this.#resting[side].get(order.ticks) ??
      new RestingLevel(this.#options.queueRule, this.#liquidity.at(side, order.ticks));
    this.#resting[side].set(order.ticks, level);
    const { ahead } = level.join(order, open);
    return { kind: 'resting', order, open, ahead, ...this.#times(atUs) };
  }

  #callOff(id: string, atUs: number): OrderEvent[] {
    for (const side of ['bid', 'ask'] as const)
      for (const [ticks, level] of this.#resting[side]) {
        const removed = level.remove(id);
        if (removed === null) continue;
        this.#tidy(side, ticks);
        return [this.#end(removed.order, removed.open, 'cancelled', atUs)];
      }
    return [];
  }

  /** The levels of a whole book, and those that are not among them as gone. */
  #stated(levels: readonly LevelChange[]): readonly LevelChange[] {
    const named = new Set(levels.map(({ side, ticks }) => `${side} ${ticks}`));
    const gone = (['bid', 'ask'] as const).flatMap((side) => {
      const known = new Set([...this.#liquidity.prices(side), ...this.#resting[side].keys()]);
      return [...known].filter((ticks) => !named.has(`${side} ${ticks}`)).map((ticks) => ({ side, ticks, size: 0n }));
    });
    return [...gone, ...levels];
  }

  /** Returns by how much a level has grown, where it has. */
  #setLevel(change: LevelChange): LevelChange[] {
    const { side, ticks } = change;
    const before = this.#liquidity.at(side, ticks);
    this.#liquidity.set(change);
    const after = this.#liquidity.at(side, ticks);
    this.#resting[side].get(ticks)?.state(after);
    return after > before ? [{ side, ticks, size: after - before }] : [];
  }

  /** What has come to the price of an order of ours, or beyond it, would have met it first. */
  #meet(grown: readonly LevelChange[]): OrderEvent[] {
    const inOrder = (['ask', 'bid'] as const).flatMap((side) =>
      grown.filter((each) => each.side === side).sort((a, b) => (isBetter(side, a.ticks, b.ticks) ? -1 : 1)),
    );
    return inOrder.flatMap(({ side, ticks, size }) => {
      const ourSide = side === 'ask' ? 'bid' : 'ask';
      const events: OrderEvent[] = [];
      // A later message of the same time may have taken it away again.
      const stands = this.#liquidity.at(side, ticks);
      let left = least(size, stands);
      for (const [price, level] of this.#best(ourSide)) {
        if (left === 0n || isBetter(ourSide, ticks, price)) break;
        const fills = level.through(left);
        const met = fills.reduce((sum, fill) => sum + fill.size, 0n);
        this.#liquidity.take(side, ticks, met);
        left -= met;
        events.push(...this.#made(price, fills));
        this.#tidy(ourSide, price);
      }
      return events;
    });
  }

  /** Our levels on a side, best first. */
  #best(side: 'bid' | 'ask'): readonly (readonly [bigint, RestingLevel])[] {
    return [...this.#resting[side]].sort(([a], [b]) => (isBetter(side, a, b) ? -1 : 1));
  }

  #tidy(side: 'bid' | 'ask', ticks: bigint): void {
    if (this.#resting[side].get(ticks)?.orders.length === 0) this.#resting[side].delete(ticks);
  }

  #made(ticks: bigint, fills: readonly RestingFill[]): OrderEvent[] {
    return fills.flatMap(({ resting: { order, open }, size }) => [
      this.#fill(order, 'maker', ticks, size, this.#atUs),
      ...(open === 0n ? [this.#end(order, 0n, 'filled', this.#atUs)] : []),
    ]);
  }

  #fill(order: BookOrder, role: 'maker' | 'taker', ticks: bigint, size: bigint, atUs: number): OrderEvent {
    const { instrument, fees } = this.#options;
    const notional = notionalOf(instrument, ticks, size);
    const fee = feeOf(notional, role === 'maker' ? fees.makerPpm : fees.takerPpm);
    return { kind: 'fill', order, role, ticks, size, notional, fee, ...this.#times(atUs) };
  }

  #end(order: BookOrder, open: bigint, reason: OrderEnd, atUs: number): OrderEvent {
    return { kind: 'ended', order, open, reason, ...this.#times(atUs) };
  }

  #times(atUs: number): { readonly atUs: number; readonly knownUs: number } {
    this.#lastKnownUs = Math.max(this.#lastKnownUs, atUs + this.#options.response.drawUs());
    return { atUs, knownUs: this.#lastKnownUs };
  }
}
