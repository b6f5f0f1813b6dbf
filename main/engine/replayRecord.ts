import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { LedgerEntry } from '../../app/domain/ledger.ts';
import { emptyDecisionHash, rollDecisionHash } from '../../app/store/decisionHash.ts';
import type { JournalDecision } from '../../app/store/records.ts';
import type { RunRecord } from './engineRun.ts';

/** What a replay keeps of its decisions: their hash, as a journal would roll it, and the books. Nothing is written. */
export class ReplayRecord implements RunRecord {
  readonly #ledgerEntries: LedgerEntry[] = [];
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

  appendInput(_input: EngineInput): number {
    this.#inputs += 1;
    return this.#inputs;
  }

  appendDecisions(_inputSeq: number, decisions: readonly JournalDecision[]): void {
    for (const decision of decisions) {
      this.#hash = rollDecisionHash(this.#hash, decision);
      if (decision.kind === 'ledger') this.#ledgerEntries.push(decision.entry as LedgerEntry);
    }
  }

  flush(): void {
    // There is no disk to bring it to.
  }

  commitDurably(): void {
    // Nothing leaves a replay, so nothing has to be on disk before it.
  }
}
