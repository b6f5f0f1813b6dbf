import { type EpochMs, epochMs } from '../../app/domain/clock.ts';
import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { LedgerEntry } from '../../app/domain/ledger.ts';
import type { Fill, Order } from '../../app/domain/order.ts';
import type { Decision } from '../../app/engine/decision.ts';
import { emptyDecisionHash, rollDecisionHash } from '../../app/store/decisionHash.ts';
import type { JournalDecision } from '../../app/store/records.ts';
import type { RunRecord } from './engineRun.ts';

/** What a replay keeps of its decisions: their hash, as a journal would roll it, and the books. Nothing is written. */
export class ReplayRecord implements RunRecord {
  readonly #ledgerEntries: LedgerEntry[] = [];
  readonly #orders = new Map<string, Order>();
  readonly #fills = new Map<string, { readonly fill: Fill; readonly atMs: EpochMs }>();
  #atMs = epochMs(0);
  #hash = emptyDecisionHash;
  #inputs = 0;

  get decisionHash(): string {
    return this.#hash;
  }

  get inputs(): number {
    return this.#inputs;
  }

  get ledgerEntries(): readonly LedgerEntry[] {
    return this.#ledgerEntries;
  }

  get orders(): readonly Order[] {
    return [...this.#orders.values()];
  }

  get fills(): readonly { readonly fill: Fill; readonly atMs: EpochMs }[] {
    return [...this.#fills.values()];
  }

  appendInput({ atMs }: EngineInput): number {
    this.#atMs = atMs;
    this.#inputs += 1;
    return this.#inputs;
  }

  appendDecisions(_inputSeq: number, decisions: readonly JournalDecision[]): void {
    for (const decision of decisions) {
      this.#hash = rollDecisionHash(this.#hash, decision);
      this.#keep(decision as Decision);
    }
  }

  /** As the journal's projections do. */
  #keep(decision: Decision): void {
    if (decision.kind === 'ledger') this.#ledgerEntries.push(decision.entry);
    else if (decision.kind === 'order') this.#orders.set(decision.order.id, decision.order);
    else if (decision.kind === 'fill')
      this.#fills.set(decision.fill.orderId, { fill: decision.fill, atMs: this.#atMs });
    else if (decision.kind === 'fillReversed') this.#fills.delete(decision.orderId);
  }

  flush(): void {
    // There is no disk to bring it to.
  }

  commitDurably(): void {
    // Nothing leaves a replay, so nothing has to be on disk before it.
  }
}
