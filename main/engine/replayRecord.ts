import { type EpochMs, epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { LedgerEntry } from '../../app/domain/ledger.ts';
import type { Order } from '../../app/domain/order.ts';
import type { Decision } from '../../app/engine/decision.ts';
import type { ReportedOrder } from '../../app/reports/reportOrders.ts';
import type { TimedFill } from '../../app/reports/reportScope.ts';
import { decisionText, emptyDecisionHash, rollDecisionText } from '../../app/store/decisionHash.ts';
import type { JournalDecision } from '../../app/store/records.ts';
import type { RunRecord } from './engineRun.ts';
import { Versions } from './versions.ts';

const ordersPerPage = 128;

/** How far a record is, to look at it from there again. */
export interface RecordPlace {
  readonly inputs: number;
  readonly atMs: EpochMs;
  readonly hash: string;
}

export const recordStart: RecordPlace = { inputs: 0, atMs: epochMs(0), hash: emptyDecisionHash };

/** What a replay keeps of its decisions: their hash, as a journal would roll it, and the books. Nothing is written. */
export class ReplayRecord implements RunRecord {
  readonly #orders = new Versions<Order>();
  readonly #fills = new Versions<TimedFill>();
  /** With the number of the input that brought them. */
  readonly #entries: { readonly at: number; readonly entry: LedgerEntry }[] = [];
  #place: RecordPlace = recordStart;
  /** The input up to which it was ever written: what comes again up to there is the same. */
  #writtenTo = 0;
  readonly #onDecisions: (decisions: readonly JournalDecision[], texts: readonly string[]) => void;

  /** @param onDecisions called with the decisions of each input and their texts, also where there are none */
  constructor(
    onDecisions: (decisions: readonly JournalDecision[], texts: readonly string[]) => void = () => undefined,
  ) {
    this.#onDecisions = onDecisions;
  }

  get place(): RecordPlace {
    return this.#place;
  }

  get decisionHash(): string {
    return this.#place.hash;
  }

  get inputs(): number {
    return this.#place.inputs;
  }

  /** Every order with its fill and what was booked for it, in the order they were made, some at a time. */
  orderPages(): readonly (readonly ReportedOrder[])[] {
    const { inputs: at } = this.#place;
    const past = this.#entries.filter((each) => each.at <= at);
    const entries = Map.groupBy(past, ({ entry }) => orderOf(entry));
    const orders = Array.from(this.#orders.entries(at), ([id, order]) => ({
      order,
      fill: this.#fills.get(id, at) ?? null,
      entries: (entries.get(id) ?? []).map(({ entry }) => entry),
    }));
    const pages = Math.ceil(orders.length / ordersPerPage);
    return Array.from({ length: pages }, (_, page) => orders.slice(page * ordersPerPage, (page + 1) * ordersPerPage));
  }

  appendInput({ atMs }: EngineInput): number {
    this.#place = { ...this.#place, atMs, inputs: this.#place.inputs + 1 };
    return this.#place.inputs;
  }

  appendDecisions(_inputSeq: number, decisions: readonly JournalDecision[]): void {
    const { inputs, hash } = this.#place;
    const texts = decisions.map(decisionText);
    this.#onDecisions(decisions, texts);
    if (inputs > this.#writtenTo) for (const decision of decisions) this.#keep(decision as Decision);
    this.#writtenTo = Math.max(this.#writtenTo, inputs);
    this.#place = { ...this.#place, hash: texts.reduce(rollDecisionText, hash) };
  }

  /** From there the same inputs come again. */
  goTo(place: RecordPlace): void {
    this.#place = place;
  }

  /** As the journal's projections do. */
  #keep(decision: Decision): void {
    const { inputs: at, atMs } = this.#place;
    if (decision.kind === 'ledger') this.#entries.push({ at, entry: decision.entry });
    else if (decision.kind === 'order') this.#orders.set(decision.order.id, decision.order, at);
    else if (decision.kind === 'fill') this.#fills.set(decision.fill.orderId, { fill: decision.fill, atMs }, at);
    else if (decision.kind === 'fillReversed') this.#fills.set(decision.orderId, null, at);
  }

  flush(): void {
    // There is no disk to bring it to.
  }

  commitDurably(): void {
    // Nothing leaves a replay, so nothing has to be on disk before it.
  }
}

/** Of entries of fills and of their reversals; empty for others. */
function orderOf({ id }: LedgerEntry): string {
  return /^(?:reversal:)?fill:(.*):[^:]*$/.exec(id)?.[1] ?? '';
}
