import type { BookMessage, RecordedTrade } from './bookFills.ts';
import type { LevelChange } from './liquidity.ts';

/** A change of a stored book, and a stored trade, as the market history has them. */
interface StoredChange {
  readonly atMs: number;
  readonly change: 'bid' | 'ask' | 'whole' | 'lost';
  readonly price: bigint;
  readonly size: bigint;
}

interface StoredTrade {
  readonly atMs: number;
  readonly price: bigint;
  readonly size: bigint;
  readonly takerBuys: boolean | null;
}

export type RecordedEvent =
  | { readonly atUs: number; readonly message: BookMessage }
  | { readonly atUs: number; readonly trade: RecordedTrade };

/**
 * Stored changes and trades of a series as `BookFills` takes them: by time, trades before the book of the same millisecond, changes of one millisecond at once. Prices stay in the units of the series'
 * digits: they are ticks of one unit. A trade whose taker is not known moves no queue and is left out.
 */
export function* recordedEvents(
  changes: Iterable<StoredChange>,
  trades: Iterable<StoredTrade>,
): IterableIterator<RecordedEvent> {
  const [messages, rest] = [messagesOf(changes), trades[Symbol.iterator]()];
  let message = messages.next();
  let trade = rest.next();
  while (message.done !== true || trade.done !== true) {
    if (trade.done !== true && (message.done === true || trade.value.atMs * usPerMs <= message.value.atUs)) {
      const { atMs, price, size, takerBuys } = trade.value;
      if (takerBuys !== null) yield { atUs: atMs * usPerMs, trade: { ticks: price, size, takerBuys } };
      trade = rest.next();
    } else if (message.done !== true) {
      yield message.value;
      message = messages.next();
    }
  }
}

const usPerMs = 1000;

function* messagesOf(
  changes: Iterable<StoredChange>,
): IterableIterator<RecordedEvent & { readonly message: BookMessage }> {
  let atMs = 0;
  let kind: 'whole' | 'changes' = 'changes';
  let levels: LevelChange[] = [];
  const flush = function* (): IterableIterator<RecordedEvent & { readonly message: BookMessage }> {
    if (levels.length > 0 || kind === 'whole') yield { atUs: atMs * usPerMs, message: { kind, levels } };
    levels = [];
    kind = 'changes';
  };
  for (const { change, price, size, ...at } of changes) {
    if (at.atMs !== atMs || change === 'whole' || change === 'lost') yield* flush();
    atMs = at.atMs;
    if (change === 'lost') yield { atUs: atMs * usPerMs, message: { kind: 'lost' } };
    else if (change === 'whole') kind = 'whole';
    else levels.push({ side: change, ticks: price, size });
  }
  yield* flush();
}
