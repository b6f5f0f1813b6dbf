import type { AlertSighting, AlertTopic, WatchedRule } from '../contract/alerts.ts';
import type { LinkSubject } from '../contract/workspace.ts';
import { epochMs } from '../domain/clock.ts';
import { type Condition, type ConditionValue, crossedFieldsOf, fieldsOf } from '../domain/condition/condition.ts';
import { holds } from '../domain/condition/holds.ts';
import { ExpectedError } from '../domain/errors.ts';
import { valueText } from './fields.ts';
import type { AlertContext, AlertTopicDefinition } from './topic.ts';
import { type AlertRow, parseRule, topicDefinitions } from './topics.ts';

interface Watched {
  readonly rule: WatchedRule;
  readonly condition: Condition;
  /** The rows that meet it now: it speaks when one comes to be among them. */
  readonly meeting: Set<string>;
  /** Those that came to meet it while it was held back, as they are now: the newest is spoken of once it may. */
  readonly waiting: Map<string, unknown>;
  /** The fields that are to cross something, and what they were in each row when it was last looked at. */
  readonly crossed: readonly string[];
  readonly before: Map<string, ReadonlyMap<string, ConditionValue>>;
  lastFiredAtMs: number;
}

/** Rows of a rule that are remembered at most; beyond them the oldest are forgotten. */
const mostMeeting = 5_000;

/**
 * Watches rows for rules: those of the engine in the engine, those of main in main. A rule speaks when a row comes to meet
 * it, not while it stays so, and no more often than it says. Reads no clock.
 */
export class AlertWatch {
  readonly #tell: (sighting: Omit<AlertSighting, 'mode'>) => void;
  #rules: Watched[] = [];
  /** Rows that changed since the last look; null: gone. */
  readonly #changed = new Map<AlertTopic, Map<string, unknown>>();
  /** The last row of each topic that ages. */
  readonly #aging = new Map<AlertTopic, Map<string, unknown>>();

  constructor(tell: (sighting: Omit<AlertSighting, 'mode'>) => void) {
    this.#tell = tell;
  }

  /**
   * Takes the rules to watch from now on. A rule of the same revision goes on where it was; a new one of events passes over
   * the rows there are.
   * @param rowsOf the rows of a topic as they are now
   * @returns the rules that cannot be read, which are left out: their settings are of another version
   */
  setRules(
    rules: readonly WatchedRule[],
    rowsOf: (topic: AlertTopic) => Iterable<readonly [string, unknown]>,
    context: AlertContext,
  ): readonly { readonly rule: WatchedRule; readonly problem: string }[] {
    const problems: { rule: WatchedRule; problem: string }[] = [];
    const before = new Map(this.#rules.map((watched) => [watched.rule.id, watched]));
    this.#rules = [];
    for (const rule of rules) {
      const known = before.get(rule.id);
      if (known !== undefined && known.rule.revision === rule.revision) {
        this.#rules.push(known);
        continue;
      }
      try {
        this.#rules.push(this.#begin(rule, rowsOf(rule.topic), context));
      } catch (error) {
        if (!(error instanceof ExpectedError)) throw error;
        problems.push({ rule, problem: error.message });
      }
    }
    for (const topic of [...this.#changed.keys()]) if (!this.watches(topic)) this.#changed.delete(topic);
    return problems;
  }

  get isWatching(): boolean {
    return this.#rules.length > 0;
  }

  /** Whether any rule is about it: what nobody watches need not be made. */
  watches(topic: AlertTopic): boolean {
    return this.#rules.some(({ rule }) => rule.topic === topic);
  }

  /** A row as it is now; null when it is gone. Costs nothing where no rule is about it. */
  observe<T extends AlertTopic>(topic: T, id: string, row: AlertRow<T> | null): void {
    if (!this.watches(topic)) return;
    const rows = this.#changed.get(topic) ?? new Map<string, unknown>();
    rows.set(id, row);
    this.#changed.set(topic, rows);
  }

  /** Looks at what changed since the last time, and at what ages. */
  look(context: AlertContext): void {
    for (const [topic, rows] of this.#changed) if (topicDefinitions[topic].ages === true) this.#keepAging(topic, rows);
    for (const watched of this.#rules) {
      const { topic } = watched.rule;
      const rows = topicDefinitions[topic].ages === true ? this.#aging.get(topic) : this.#changed.get(topic);
      for (const [id, row] of rows ?? []) this.#lookAt(watched, id, row, context);
      this.#speak(watched, context);
    }
    this.#changed.clear();
  }

  #keepAging(topic: AlertTopic, changed: ReadonlyMap<string, unknown>): void {
    const rows = this.#aging.get(topic) ?? new Map<string, unknown>();
    for (const [id, row] of changed) rows.set(id, row);
    this.#aging.set(topic, rows);
  }

  #begin(rule: WatchedRule, rows: Iterable<readonly [string, unknown]>, context: AlertContext): Watched {
    const condition = parseRule(rule.topic, rule.condition);
    const watched: Watched = {
      rule,
      condition,
      meeting: new Set(),
      waiting: new Map(),
      crossed: crossedFieldsOf(condition),
      before: new Map(),
      lastFiredAtMs: rule.lastFiredAtMs ?? Number.NEGATIVE_INFINITY,
    };
    const definition = topicDefinitions[rule.topic];
    for (const [id, row] of rows) {
      if (definition.rows === 'figure') this.#standing(rule.topic, id, row);
      else if (this.#meets(watched, id, row, context)) watched.meeting.add(id);
    }
    return watched;
  }

  /** A figure as it stands is looked at with the next look. */
  #standing(topic: AlertTopic, id: string, row: unknown): void {
    const rows = this.#changed.get(topic) ?? new Map<string, unknown>();
    if (!rows.has(id)) rows.set(id, row);
    this.#changed.set(topic, rows);
  }

  #lookAt(watched: Watched, id: string, row: unknown, context: AlertContext): void {
    const { meeting, waiting, crossed, before } = watched;
    const isMet = row !== null && this.#meets(watched, id, row, context);
    if (row === null) before.delete(id);
    if (!isMet) {
      meeting.delete(id);
      // A crossing is over as soon as it has happened, and is told all the same.
      if (row === null || crossed.length === 0) waiting.delete(id);
      return;
    }
    const isNew = crossed.length > 0 || !meeting.has(id);
    meeting.add(id);
    if (isNew || waiting.has(id)) waiting.set(id, row);
    for (const oldest of meeting) {
      if (meeting.size <= mostMeeting) break;
      meeting.delete(oldest);
      waiting.delete(oldest);
    }
  }

  /** Of all that wait it speaks of the newest, and counts the others. */
  #speak(watched: Watched, context: AlertContext): void {
    const { rule, waiting } = watched;
    const newest = [...waiting.values()].at(-1);
    if (newest === undefined || context.nowMs - watched.lastFiredAtMs < rule.repeatAfterS * 1000) return;
    watched.lastFiredAtMs = context.nowMs;
    const heldBack = waiting.size - 1;
    waiting.clear();
    this.#tell({
      ruleId: rule.id,
      revision: rule.revision,
      atMs: epochMs(context.nowMs),
      text: this.#text(watched, newest, context),
      heldBack,
      subject: subjectOf(definitionOf(watched), newest),
    });
  }

  /** Remembers what is to cross something, for the next time. */
  #meets(
    { condition, crossed, before, ...watched }: Watched,
    id: string,
    row: unknown,
    context: AlertContext,
  ): boolean {
    const { fields } = definitionOf(watched);
    const read = (name: string): ConditionValue => fields[name]?.read(row as never, context) ?? null;
    const was = before.get(id);
    const isMet = holds(condition, read, (name) => was?.get(name) ?? null) === true;
    if (crossed.length > 0) {
      before.delete(id);
      before.set(id, new Map(crossed.map((name) => [name, read(name)])));
      for (const oldest of before.keys()) {
        if (before.size <= mostMeeting) break;
        before.delete(oldest);
      }
    }
    return isMet;
  }

  /** "WETH–LINK–WETH · net 0.04299 · state landed": the row, and what the rule speaks of. */
  #text(watched: Watched, row: unknown, context: AlertContext): string {
    const { name, fields, named = [] } = definitionOf(watched);
    const spoken = fieldsOf(watched.condition).filter((field) => !named.includes(field));
    const values = spoken.map((field) => `${field} ${valueText(fields[field]?.read(row as never, context) ?? null)}`);
    return [name(row as never, context), ...values].join(' · ').slice(0, 256);
  }
}

function definitionOf({ rule }: Pick<Watched, 'rule'>): AlertTopicDefinition<never> {
  return topicDefinitions[rule.topic];
}

function subjectOf({ subject }: AlertTopicDefinition<never>, row: unknown): LinkSubject | null {
  return subject?.(row as never) ?? null;
}
