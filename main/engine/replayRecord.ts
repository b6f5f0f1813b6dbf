import { type EpochMs, epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { LedgerEntry } from '../../app/domain/ledger.ts';
import type { Order } from '../../app/domain/order.ts';
import type { Decision } from '../../app/engine/decision.ts';
import type { ReportedOrder } from '../../app/reports/reportOrders.ts';
import type { TimedFill } from '../../app/reports/reportScope.ts';
import { emptyDecisionHash, rollDecisionHash } from '../../app/store/decisionHash.ts';
import type { JournalDecision } from '../../app/store/records.ts';
import type { RunRecord } from './engineRun.ts';
import { Versions } from './versions.ts';

/** How far a record is, to go back to. */
export interface RecordPlace {
  readonly inputs: number;
  readonly atMs: EpochMs;
  readonly hash: string;
}

/** What a replay keeps of its decisions: their hash, as a journal would roll it, and the books. Nothing is written. */
export class ReplayRecord implements RunRecord {
  readonly #orders = new Versions<Order>();
  readonly #fills = new Versions<TimedFill>();
  /** With the number of the input that brought them. */
  readonly #entries: { readonly at: number; readonly entry: LedgerEntry }[] = [];
  #place: RecordPlace = { inputs: 0, atMs: epochMs(0), hash: emptyDecisionHash };

  get place(): RecordPlace {
    return this.#place;
  }

  get decisionHash(): string {
    return this.#place.hash;
  }

  get inputs(): number {
    return this.#place.inputs;
  }

  /** Every order with its fill and what was booked for it, in the order they were made. */
  orders(): readonly ReportedOrder[] {
    const entries = Map.groupBy(this.#entries, ({ entry }) => orderOf(entry));
    return Array.from(this.#orders.entries(), ([id, order]) => ({
      order,
      fill: this.#fills.get(id) ?? null,
      entries: (entries.get(id) ?? []).map(({ entry }) => entry),
    }));
  }

  appendInput({ atMs }: EngineInput): number {
    this.#place = { ...this.#place, atMs, inputs: this.#place.inputs + 1 };
    return this.#place.inputs;
  }

  appendDecisions(_inputSeq: number, decisions: readonly JournalDecision[]): void {
    let { hash } = this.#place;
    for (const decision of decisions) {
      hash = rollDecisionHash(hash, decision);
      this.#keep(decision as Decision);
    }
    this.#place = { ...this.#place, hash };
  }

  /** Forgets what came after that place. */
  goBack(place: RecordPlace): void {
    this.#place = place;
    this.#orders.goBack(place.inputs);
    this.#fills.goBack(place.inputs);
    while ((this.#entries.at(-1)?.at ?? 0) > place.inputs) this.#entries.pop();
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
