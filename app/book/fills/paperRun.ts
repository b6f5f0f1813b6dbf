import type { BookInstrument } from '../instrument.ts';
import { BookFills, type BookFillsOptions } from './bookFills.ts';
import type { BookOrder, OrderEnd, OrderEvent } from './order.ts';
import type { RecordedEvent } from './recordedEvents.ts';

/** An order and when we send it, and when we ask for its cancellation; microseconds of the venue's clock. */
export interface PlannedOrder {
  readonly order: BookOrder;
  readonly sentUs: number;
  readonly cancelUs: number | null;
}

/** What became of one of them. Notional and fee in 10^-(price digits + size digits) of the quote currency. */
export interface PaperOutcome {
  readonly planned: PlannedOrder;
  readonly cameUs: number;
  readonly end: OrderEnd | 'open';
  readonly open: bigint;
  readonly fills: readonly Extract<OrderEvent, { kind: 'fill' }>[];
  /** What stood before it when it began to rest. */
  readonly ahead: bigint | null;
}

export interface PaperRun {
  readonly outcomes: readonly PaperOutcome[];
  readonly firstUs: number;
  readonly lastUs: number;
  readonly messages: number;
  readonly trades: number;
}

interface Mine {
  readonly planned: PlannedOrder;
  cameUs: number;
  end: OrderEnd | 'open';
  open: bigint;
  ahead: bigint | null;
  readonly fills: Extract<OrderEvent, { kind: 'fill' }>[];
}

/**
 * Sends orders into a recorded market as its time comes, and follows it until all of them are over or the recording is. The recording goes on as it
 * was: what ours do to it is in `BookFills`.
 */
export function runOnPaper(
  events: Iterable<RecordedEvent>,
  orders: readonly PlannedOrder[],
  options: BookFillsOptions,
): PaperRun {
  const fills = new BookFills(options);
  const mine = new Map<string, Mine>();
  const due = orders
    .flatMap((planned) => [
      { atUs: planned.sentUs, act: () => void send(planned) },
      ...(planned.cancelUs === null
        ? []
        : [{ atUs: planned.cancelUs, act: () => void fills.cancel(planned.cancelUs ?? 0, planned.order.id) }]),
    ])
    .toSorted((a, b) => a.atUs - b.atUs);
  const send = (planned: PlannedOrder): void => {
    const cameUs = fills.submit(planned.sentUs, planned.order);
    mine.set(planned.order.id, { planned, cameUs, end: 'open', open: planned.order.size, ahead: null, fills: [] });
  };
  let over = 0;
  const hear = (said: readonly OrderEvent[]): void => {
    for (const event of said) {
      const one = mine.get(event.order.id);
      if (one === undefined) continue;
      if (event.kind === 'fill') {
        one.fills.push(event);
        one.open -= event.size;
      } else if (event.kind === 'resting') one.ahead = event.ahead;
      else {
        one.end = event.reason;
        over += 1;
      }
    }
  };
  let [firstUs, lastUs, messages, trades, next] = [0, 0, 0, 0, 0];
  for (const event of events) {
    if (messages + trades === 0) firstUs = event.atUs;
    for (; (due[next]?.atUs ?? Number.POSITIVE_INFINITY) < event.atUs; next += 1) due[next]?.act();
    lastUs = event.atUs;
    if ('trade' in event) {
      trades += 1;
      hear(fills.trade(event.atUs, event.trade));
    } else {
      messages += 1;
      hear(fills.book(event.atUs, event.message));
    }
    if (over === orders.length) break;
  }
  const outcomes = orders.map(
    (planned) =>
      mine.get(planned.order.id) ?? {
        planned,
        cameUs: planned.sentUs,
        end: 'open' as const,
        open: planned.order.size,
        ahead: null,
        fills: [],
      },
  );
  return { outcomes, firstUs, lastUs, messages, trades };
}

/** How much worse than its first price an order's taking was on the average, in basis points; null where it took nothing. */
export function ownImpactBps({ fills }: PaperOutcome, { tickUnits }: Pick<BookInstrument, 'tickUnits'>): number | null {
  const taken = fills.filter(({ role }) => role === 'taker');
  const [first] = taken;
  if (first === undefined) return null;
  const size = taken.reduce((sum, each) => sum + each.size, 0n);
  const notional = taken.reduce((sum, each) => sum + each.notional, 0n);
  const atFirst = first.ticks * tickUnits * size;
  const worse = first.order.side === 'buy' ? notional - atFirst : atFirst - notional;
  return (1e4 * Number(worse)) / Number(atFirst);
}
