import type { EngineInput } from '../../app/domain/engineInput.ts';
import type { Effect } from '../../app/engine/effect.ts';
import { applyInput } from '../../app/engine/kernel.ts';
import type { KernelState } from '../../app/engine/kernelState.ts';
import type { PanelTables } from '../../app/engine/panelTables.ts';
import type { Journal } from '../../app/store/journal.ts';
import type { GuardedCommits } from './guardedCommits.ts';

const flushEveryMs = 100;

/** What an engine run is recorded by: a journal, or in a replay what takes its place. */
export type RunRecord = Pick<Journal, 'appendInput' | 'appendDecisions' | 'flush' | 'commitDurably' | 'decisionHash'>;

const needDurability: ReadonlySet<Effect['kind']> = new Set(['sign', 'submit', 'simulateBundle', 'sendBundle']);

/** Effects that may only happen once what led to them is on disk. */
function needsDurability(effect: Effect): boolean {
  return needDurability.has(effect.kind);
}

/**
 * The loop around the kernel: journal the input, apply it, journal what was decided, make it durable where money could
 * move, and only then let the effects out. One input at a time, in the order given. While the journal cannot be written,
 * reading goes on and sending does not.
 */
export class EngineRun {
  readonly #kernel: KernelState;
  readonly #journal: RunRecord;
  readonly #tables: PanelTables;
  readonly #perform: (effect: Effect) => void;
  readonly #commits: GuardedCommits;
  readonly #queue: EngineInput[] = [];
  readonly #flushTimer: NodeJS.Timeout;
  #applying = false;
  #stopped = false;

  constructor(
    kernel: KernelState,
    journal: RunRecord,
    tables: PanelTables,
    perform: (effect: Effect) => void,
    commits: GuardedCommits,
  ) {
    this.#kernel = kernel;
    this.#journal = journal;
    this.#tables = tables;
    this.#perform = perform;
    this.#commits = commits;
    this.#flushTimer = setInterval(() => this.#commits.attempt(() => this.#journal.flush()), flushEveryMs);
  }

  push(input: EngineInput): void {
    if (this.#stopped) return;
    this.#queue.push(input);
    if (this.#applying) return;
    this.#applying = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#apply(next);
    } finally {
      this.#applying = false;
    }
  }

  /** Takes no more inputs; commits what there is. */
  stop(): void {
    this.#stopped = true;
    clearInterval(this.#flushTimer);
    this.#commits.attempt(() => this.#journal.commitDurably(), true);
  }

  #apply(input: EngineInput): void {
    const seq = this.#journal.appendInput(input);
    const outcome = applyInput(this.#kernel, input);
    const { decisions, effects } = outcome;
    this.#journal.appendDecisions(seq, decisions);
    const durable = effects.some(needsDurability) ? this.#commits.attempt(() => this.#journal.commitDurably()) : true;
    // What is held back here is decided anew once the journal takes it: 'journalMended'.
    for (const effect of effects) if (durable || !needsDurability(effect)) this.#perform(effect);
    this.#tables.apply(outcome);
    this.#tables.observe(input);
  }
}
