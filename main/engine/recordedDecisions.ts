import type { FirstDifference } from '../../app/contract/summary.ts';
import { ExpectedError } from '../../app/domain/errors.ts';
import { decisionText } from '../../app/store/decisionHash.ts';
import { firstDifference } from '../../app/store/firstDifference.ts';
import type { JournalFile } from '../../app/store/readJournal.ts';
import type { JournalDecision, JournaledDecision } from '../../app/store/records.ts';

/** Where in the replay a comparison is made. */
export interface ComparedPlace {
  /** Of the input, in the journal. */
  readonly input: number;
  readonly block: number;
}

/**
 * The decisions that were recorded, beside those that a replay comes to: read along with it, to name the first that differs. Nothing hangs
 * on them: a file that holds inputs alone, or whose decisions are damaged, is compared by their hash at the end.
 */
export class RecordedDecisions {
  readonly #journal: Pick<JournalFile, 'decisions'>;
  readonly #epoch: string;
  #rows: IterableIterator<JournaledDecision>;
  #next: JournaledDecision | null = null;
  #lastSeq = 0;
  #areThere = true;
  #found: FirstDifference | null = null;

  constructor(journal: Pick<JournalFile, 'decisions'>, epoch: string) {
    this.#journal = journal;
    this.#epoch = epoch;
    this.#rows = journal.decisions(epoch, 0);
    this.#reading(() => {
      this.#areThere = this.#peek() !== null;
    });
  }

  /** Where the replay first decided otherwise, as far as it is. */
  get difference(): FirstDifference | null {
    return this.#found;
  }

  /** The replay goes on behind that input. */
  goTo(input: number): void {
    this.#rows = this.#journal.decisions(this.#epoch, input);
    this.#next = null;
    this.#lastSeq = input;
    this.#reading(() => {
      while ((this.#peek()?.inputSeq ?? Number.POSITIVE_INFINITY) <= input) this.#take();
    });
  }

  /** Compares what an input led to. */
  compare(place: ComparedPlace, decisions: readonly JournalDecision[], texts: readonly string[]): void {
    if (this.#areThere && this.#found === null) this.#reading(() => this.#compare(place, decisions, texts));
  }

  #compare(place: ComparedPlace, decisions: readonly JournalDecision[], texts: readonly string[]): void {
    const { input } = place;
    let at = 0;
    for (let row = this.#peek(); row !== null && row.inputSeq <= input; row = this.#peek()) {
      this.#take();
      const isOfInput = row.inputSeq === input;
      if (isOfInput && decisionText(row.decision) === texts[at]) {
        at += 1;
        continue;
      }
      this.#found = { record: row.seq, ...place, what: inWords(row.decision, isOfInput ? decisions[at] : undefined) };
      return;
    }
    const more = decisions[at];
    if (more !== undefined) this.#found = { record: input, ...place, what: inWords(undefined, more) };
  }

  #reading(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ExpectedError)) throw error;
      this.#areThere = false;
    }
  }

  /** A file that is still written may have more by now. */
  #peek(): JournaledDecision | null {
    if (this.#next !== null) return this.#next;
    let { value, done } = this.#rows.next();
    if (done === true && this.#lastSeq > 0) {
      this.#rows = this.#journal.decisions(this.#epoch, this.#lastSeq);
      ({ value, done } = this.#rows.next());
    }
    this.#next = done === true ? null : (value as JournaledDecision);
    return this.#next;
  }

  #take(): void {
    this.#lastSeq = this.#next?.seq ?? this.#lastSeq;
    this.#next = null;
  }
}

function inWords(recorded: JournalDecision | undefined, now: JournalDecision | undefined): string {
  if (recorded !== undefined && now !== undefined && recorded.kind === now.kind)
    return `${recorded.kind}: ${firstDifference(recorded, now) ?? 'equal'}`;
  const named = (decision: JournalDecision | undefined): string =>
    decision === undefined ? 'no more decision' : `a decision ${decision.kind.slice(0, 32)}`;
  return `recorded ${named(recorded)}, now ${named(now)}`;
}
